-- rename enum status to state
ALTER TYPE "status" RENAME TO "state";
-- rename value new of enum state to fresh
ALTER TYPE "state" RENAME VALUE 'new' TO 'fresh';
-- rename item.status to state
ALTER TABLE "item" RENAME COLUMN "status" TO "state";
-- add value gone to enum state
ALTER TYPE "state" ADD VALUE 'gone';
-- change item.state, now optional
ALTER TABLE "item" ALTER COLUMN "state" DROP NOT NULL;
