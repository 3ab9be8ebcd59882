-- change box.w from bigint to integer
ALTER TABLE "box" DROP COLUMN "area";
ALTER TABLE "box" ALTER COLUMN "w" TYPE integer;
ALTER TABLE "box" ADD COLUMN "area" bigint GENERATED ALWAYS AS (w * 2) STORED;
