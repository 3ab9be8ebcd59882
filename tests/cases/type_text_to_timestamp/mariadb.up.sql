-- change visit.at from text to timestamp
UPDATE `visit`
SET `at` = CASE WHEN CAST(regexp_replace(`at`, '(Z|[+]00(:?00)?)$', '') AS datetime(6)) IS NULL THEN `at` ELSE regexp_replace(`at`, '(Z|[+]00(:?00)?)$', '') END;
ALTER TABLE `visit` MODIFY COLUMN `at` timestamp(6) NOT NULL;
