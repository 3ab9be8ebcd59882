-- add author.created_at
ALTER TABLE `author` ADD COLUMN `created_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6);
