-- drop foreign key line_a_b_fkey
ALTER TABLE "line" DROP CONSTRAINT "line_a_b_fkey";
-- add foreign key line_a_b_fkey
ALTER TABLE "line" ADD CONSTRAINT "line_a_b_fkey" FOREIGN KEY ("a", "b") REFERENCES "pair" ("a", "b") MATCH FULL;
