-- change author.name from text to string(90), now optional
ALTER TABLE "author" ALTER COLUMN "name" TYPE varchar(90);
ALTER TABLE "author" ALTER COLUMN "name" DROP NOT NULL;
-- add check author_named_check
ALTER TABLE "author" ADD CONSTRAINT "author_named_check" CHECK (name <> '');
