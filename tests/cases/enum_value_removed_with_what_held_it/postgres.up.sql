-- replace the values of enum status
CREATE TYPE "strobila_new_status" AS ENUM ('new', 'done');
ALTER TABLE "item"
    ALTER COLUMN "status" TYPE "strobila_new_status" USING "status"::text::"strobila_new_status",
    ALTER COLUMN "old" DROP DEFAULT,
    ALTER COLUMN "old" TYPE text USING "old"::text,
    ALTER COLUMN "told" DROP DEFAULT,
    ALTER COLUMN "told" TYPE text USING "told"::text;
ALTER TABLE "trash"
    ALTER COLUMN "status" TYPE text USING "status"::text;
DROP TYPE "status";
ALTER TYPE "strobila_new_status" RENAME TO "status";
-- change item.told from status to text
ALTER TABLE "item" ALTER COLUMN "told" DROP DEFAULT;
ALTER TABLE "item" ALTER COLUMN "told" TYPE text;
ALTER TABLE "item" ALTER COLUMN "told" SET DEFAULT 'gone';
-- drop item.old
ALTER TABLE "item" DROP COLUMN "old";
-- drop table trash
DROP TABLE "trash";
