-- add author.email
ALTER TABLE "author" ADD COLUMN "email" NUMERIC;
