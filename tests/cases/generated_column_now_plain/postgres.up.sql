-- change box.area
ALTER TABLE "box" ALTER COLUMN "area" DROP EXPRESSION;
