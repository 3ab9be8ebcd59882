-- change box.area
ALTER TABLE "box" DROP COLUMN "area";
ALTER TABLE "box" ADD COLUMN "area" integer GENERATED ALWAYS AS (w * 3) STORED;
