-- rename value new of enum status to fresh
ALTER TYPE "status" RENAME VALUE 'new' TO 'fresh';
-- rename value done of enum status to strobila_old_done
ALTER TYPE "status" RENAME VALUE 'done' TO 'strobila_old_done';
-- rename value odd of enum status to done
ALTER TYPE "status" RENAME VALUE 'odd' TO 'done';
-- rename value strobila_old_done of enum status to odd
ALTER TYPE "status" RENAME VALUE 'strobila_old_done' TO 'odd';
-- change item.left from status to text
ALTER TABLE "item" ALTER COLUMN "left" TYPE text;
-- convert the values of item.joined
UPDATE "item"
SET "joined" = CASE "joined" WHEN 'odd' THEN 'done' WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'odd' ELSE "joined" END;
-- change item.joined from text to status
ALTER TABLE "item" ALTER COLUMN "joined" TYPE "status" USING "joined"::"status";
