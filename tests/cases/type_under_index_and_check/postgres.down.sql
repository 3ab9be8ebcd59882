-- drop check visit_count_check
ALTER TABLE "visit" DROP CONSTRAINT "visit_count_check";
-- drop index visit_count_idx
DROP INDEX "visit_count_idx";
-- change visit.count from bigint to integer
ALTER TABLE "visit" ALTER COLUMN "count" TYPE integer;
-- add index visit_count_idx
CREATE INDEX "visit_count_idx" ON "visit" ("count") WHERE count > 1;
-- add check visit_count_check
ALTER TABLE "visit" ADD CONSTRAINT "visit_count_check" CHECK (count > 0);
