-- add check author_named_check
ALTER TABLE `author` ADD CONSTRAINT `author_named_check` CHECK (length(name) > 0);
