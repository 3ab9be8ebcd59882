-- rename value fresh of enum status to new
ALTER TYPE "status" RENAME VALUE 'fresh' TO 'new';
