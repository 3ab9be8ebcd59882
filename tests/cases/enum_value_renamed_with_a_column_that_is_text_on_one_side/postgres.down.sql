-- rename value fresh of enum status to new
ALTER TYPE "status" RENAME VALUE 'fresh' TO 'new';
-- rename value done of enum status to strobila_old_done
ALTER TYPE "status" RENAME VALUE 'done' TO 'strobila_old_done';
-- rename value odd of enum status to done
ALTER TYPE "status" RENAME VALUE 'odd' TO 'done';
-- rename value strobila_old_done of enum status to odd
ALTER TYPE "status" RENAME VALUE 'strobila_old_done' TO 'odd';
-- convert the values of item.left
UPDATE "item"
SET "left" = CASE "left" WHEN 'odd' THEN 'done' WHEN 'fresh' THEN 'new' WHEN 'done' THEN 'odd' ELSE "left" END;
-- change item.left from text to status
ALTER TABLE "item" ALTER COLUMN "left" TYPE "status" USING "left"::"status";
-- change item.joined from status to text
ALTER TABLE "item" ALTER COLUMN "joined" TYPE text;
