-- change author.name from string(80) to string(40)
ALTER TABLE "author" ALTER COLUMN "name" TYPE varchar(40);
