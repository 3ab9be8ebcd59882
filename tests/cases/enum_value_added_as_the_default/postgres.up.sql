-- add value fresh to enum status
ALTER TYPE "status" ADD VALUE 'fresh' BEFORE 'new';
-- change item.status
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'fresh';
