-- rename value busy of enum status to new
ALTER TYPE "status" RENAME VALUE 'busy' TO 'new';
-- add value busy to enum status
ALTER TYPE "status" ADD VALUE 'busy' BEFORE 'done';
