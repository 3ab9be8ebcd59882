-- change author.name
ALTER TABLE `author` ALTER COLUMN `name` DROP DEFAULT;
