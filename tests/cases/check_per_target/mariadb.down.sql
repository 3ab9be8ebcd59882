-- drop check author_named_check
ALTER TABLE `author` DROP CONSTRAINT `author_named_check`;
