-- change item.status from enum('done','new') to enum('new','done','gone')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done','gone') COLLATE utf8mb4_bin NOT NULL;
-- change job.status from enum('done','new') to enum('new','done','gone')
ALTER TABLE `job` MODIFY COLUMN `status` enum('new','done','gone') COLLATE utf8mb4_bin NULL DEFAULT NULL;
