-- add check author_named_check
ALTER TABLE `author` ADD CONSTRAINT `author_named_check` CHECK (char_length(name) > 0);
