-- rename value done of enum status to strobila_old_done
ALTER TYPE "status" RENAME VALUE 'done' TO 'strobila_old_done';
-- rename value new of enum status to done
ALTER TYPE "status" RENAME VALUE 'new' TO 'done';
-- rename value strobila_old_done of enum status to new
ALTER TYPE "status" RENAME VALUE 'strobila_old_done' TO 'new';
