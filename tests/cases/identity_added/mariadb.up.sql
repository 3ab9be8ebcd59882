-- change author.id
ALTER TABLE `author` MODIFY COLUMN `id` bigint NOT NULL AUTO_INCREMENT;
