-- change author.name from string(40) to string(80)
ALTER TABLE "author" ALTER COLUMN "name" TYPE varchar(80);
