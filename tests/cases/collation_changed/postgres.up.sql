-- change author.name
ALTER TABLE "author" ALTER COLUMN "name" TYPE text COLLATE "C";
