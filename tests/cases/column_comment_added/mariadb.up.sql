-- change author.name
ALTER TABLE `author` MODIFY COLUMN `name` longtext NOT NULL COMMENT 'As the person''s passport says';
