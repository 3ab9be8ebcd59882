-- drop index author_email_idx
DROP INDEX "author_email_idx";
-- add index author_email_idx
CREATE INDEX "author_email_idx" ON "author" ("email") WHERE email <> 'x';
