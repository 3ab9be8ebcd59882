-- add index author_email_key
CREATE UNIQUE INDEX "author_email_key" ON "author" ("email") WHERE deleted_at IS NULL;
