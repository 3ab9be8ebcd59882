-- loses: what integer did not keep of visit.count stays lost
-- change visit.count from integer to text
ALTER TABLE `visit` MODIFY COLUMN `count` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT '0';
