-- loses: the rows of table note
-- rename table note to strobila_old_note
ALTER TABLE `note` RENAME TO `strobila_old_note`;
-- rename table letter to note
ALTER TABLE `letter` RENAME TO `note`;
-- drop table strobila_old_note
DROP TABLE `strobila_old_note`;
