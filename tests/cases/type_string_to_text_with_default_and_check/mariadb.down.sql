-- drop check author_mood_check
ALTER TABLE `author` DROP CONSTRAINT `author_mood_check`;
-- change author.mood from text to string(10)
UPDATE `author`
SET `mood` = CAST(concat(`mood`, ' is no text of at most 10 characters') AS SIGNED)
WHERE char_length(`mood`) > 10;
ALTER TABLE `author` MODIFY COLUMN `mood` varchar(10) COLLATE utf8mb4_bin NOT NULL DEFAULT 'calm';
-- add check author_mood_check
ALTER TABLE `author` ADD CONSTRAINT `author_mood_check` CHECK (mood IN ('calm', 'wild'));
