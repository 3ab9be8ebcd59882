-- change visit.at from text to date
ALTER TABLE `visit` MODIFY COLUMN `at` date NOT NULL;
