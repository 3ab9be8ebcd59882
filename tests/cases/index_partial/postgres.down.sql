-- drop index author_email_key
DROP INDEX "author_email_key";
