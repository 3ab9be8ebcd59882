-- change author.name
ALTER TABLE `author` ALTER COLUMN `name` SET DEFAULT 'a';
