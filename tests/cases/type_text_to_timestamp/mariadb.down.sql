-- loses: what timestamp did not keep of visit.at stays lost
-- change visit.at from timestamp to text
ALTER TABLE `visit` MODIFY COLUMN `at` longtext COLLATE utf8mb4_bin NOT NULL;
