-- change author.id
ALTER TABLE "author" ALTER COLUMN "id" DROP IDENTITY;
