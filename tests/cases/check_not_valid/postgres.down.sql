-- drop check author_email_check
ALTER TABLE "author" DROP CONSTRAINT "author_email_check";
-- add check author_email_check
ALTER TABLE "author" ADD CONSTRAINT "author_email_check" CHECK (length(email) > 0) NOT VALID;
