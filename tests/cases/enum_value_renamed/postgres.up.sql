-- rename value new of enum status to fresh
ALTER TYPE "status" RENAME VALUE 'new' TO 'fresh';
