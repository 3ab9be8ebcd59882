-- loses: item.old comes back as its default; table trash comes back empty
-- add value gone to enum status
ALTER TYPE "status" ADD VALUE 'gone';
-- create table trash
CREATE TABLE "trash" (
    "id" integer NOT NULL,
    "status" "status" NOT NULL,
    CONSTRAINT "trash_pkey" PRIMARY KEY ("id")
);
-- add item.old
ALTER TABLE "item" ADD COLUMN "old" "status" NOT NULL DEFAULT 'gone';
-- change item.told from text to status
ALTER TABLE "item" ALTER COLUMN "told" DROP DEFAULT;
ALTER TABLE "item" ALTER COLUMN "told" TYPE "status" USING "told"::"status";
ALTER TABLE "item" ALTER COLUMN "told" SET DEFAULT 'gone';
