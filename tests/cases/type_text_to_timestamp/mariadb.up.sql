-- change visit.at from text to timestamp
UPDATE `visit`
SET `at` = regexp_replace(`at`, '(Z|[+]00(:?00)?)$', '');
ALTER TABLE `visit` MODIFY COLUMN `at` timestamp(6) NOT NULL;
