-- rename pair.a to b
ALTER TABLE "pair" RENAME COLUMN "a" TO "b";
-- add pair.a, existing rows get 7
ALTER TABLE "pair" ADD COLUMN "a" integer NOT NULL DEFAULT 7;
ALTER TABLE "pair" ALTER COLUMN "a" DROP DEFAULT;
