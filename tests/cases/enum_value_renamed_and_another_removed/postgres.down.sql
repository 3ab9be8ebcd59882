-- rename value fresh of enum status to new
ALTER TYPE "status" RENAME VALUE 'fresh' TO 'new';
-- add value busy to enum status
ALTER TYPE "status" ADD VALUE 'busy' BEFORE 'done';
