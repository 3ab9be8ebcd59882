-- add author.email; add check author_email_check
ALTER TABLE "author" ADD COLUMN "email" TEXT CONSTRAINT "author_email_check" CHECK (email <> '');
-- add index author_email_key
CREATE UNIQUE INDEX "author_email_key" ON "author" ("email");
