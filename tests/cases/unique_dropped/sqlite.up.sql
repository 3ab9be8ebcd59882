-- drop index author_name_key
DROP INDEX "author_name_key";
