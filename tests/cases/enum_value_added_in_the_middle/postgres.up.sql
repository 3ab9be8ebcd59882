-- add value busy to enum status
ALTER TYPE "status" ADD VALUE 'busy' BEFORE 'done';
