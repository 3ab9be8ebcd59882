-- change box.w from integer to bigint
ALTER TABLE "box" DROP COLUMN "area";
ALTER TABLE "box" ALTER COLUMN "w" TYPE bigint;
ALTER TABLE "box" ADD COLUMN "area" bigint GENERATED ALWAYS AS (w * 2) STORED;
