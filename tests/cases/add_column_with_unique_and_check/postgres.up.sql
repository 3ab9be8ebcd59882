-- add author.email
ALTER TABLE "author" ADD COLUMN "email" varchar(40);
-- add unique author_email_key
ALTER TABLE "author" ADD CONSTRAINT "author_email_key" UNIQUE ("email");
-- add check author_email_check
ALTER TABLE "author" ADD CONSTRAINT "author_email_check" CHECK (email <> '');
