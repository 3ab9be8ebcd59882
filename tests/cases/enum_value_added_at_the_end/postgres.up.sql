-- add value gone to enum status
ALTER TYPE "status" ADD VALUE 'gone';
