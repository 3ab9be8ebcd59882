-- loses: the values of box.area, which is computed from then on
-- change box.area
ALTER TABLE "box" DROP COLUMN "area";
ALTER TABLE "box" ADD COLUMN "area" integer GENERATED ALWAYS AS (w * 2) STORED;
