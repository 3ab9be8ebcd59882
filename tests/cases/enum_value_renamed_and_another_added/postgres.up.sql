-- rename value new of enum status to fresh
ALTER TYPE "status" RENAME VALUE 'new' TO 'fresh';
-- add value busy to enum status
ALTER TYPE "status" ADD VALUE 'busy' BEFORE 'done';
