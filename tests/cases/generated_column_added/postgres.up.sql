-- add box.area
ALTER TABLE "box" ADD COLUMN "area" integer GENERATED ALWAYS AS (w * h) STORED;
