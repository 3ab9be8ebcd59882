-- loses: what date did not keep of visit.at stays lost
-- change visit.at from date to text
ALTER TABLE `visit` MODIFY COLUMN `at` longtext COLLATE utf8mb4_bin NOT NULL;
