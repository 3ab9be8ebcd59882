-- change item.status from enum('new','done','gone') to enum('done','new')
ALTER TABLE `item` MODIFY COLUMN `status` enum('done','new') COLLATE utf8mb4_bin NOT NULL;
-- change job.status from enum('new','done','gone') to enum('done','new')
ALTER TABLE `job` MODIFY COLUMN `status` enum('done','new') COLLATE utf8mb4_bin NULL DEFAULT NULL;
