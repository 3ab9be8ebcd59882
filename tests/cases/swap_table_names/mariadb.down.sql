-- rename table draft to strobila_old_draft
ALTER TABLE `draft` RENAME TO `strobila_old_draft`;
-- rename table final to draft
ALTER TABLE `final` RENAME TO `draft`;
-- rename table strobila_old_draft to final
ALTER TABLE `strobila_old_draft` RENAME TO `final`;
