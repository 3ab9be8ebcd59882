-- loses: what array(text) did not keep of item.words stays lost; what array(tag) did not keep of item.tags stays lost
-- change item.words from json to text
ALTER TABLE `item` MODIFY COLUMN `words` longtext COLLATE utf8mb4_bin NOT NULL;
-- change item.tags from json to text
ALTER TABLE `item` MODIFY COLUMN `tags` longtext COLLATE utf8mb4_bin NOT NULL;
