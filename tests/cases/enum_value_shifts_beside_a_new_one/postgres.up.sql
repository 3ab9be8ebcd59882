-- rename value new of enum status to busy
ALTER TYPE "status" RENAME VALUE 'new' TO 'busy';
-- add value new to enum status
ALTER TYPE "status" ADD VALUE 'new' BEFORE 'busy';
-- change item.status
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'new';
