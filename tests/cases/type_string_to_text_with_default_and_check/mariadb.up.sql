-- drop check author_mood_check
ALTER TABLE `author` DROP CONSTRAINT `author_mood_check`;
-- change author.mood from string(10) to text
ALTER TABLE `author` MODIFY COLUMN `mood` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT 'calm';
-- add check author_mood_check
ALTER TABLE `author` ADD CONSTRAINT `author_mood_check` CHECK (mood IN ('calm', 'wild'));
