-- add category.parent_id
ALTER TABLE "category" ADD COLUMN "parent_id" integer;
-- add foreign key category_parent_id_fkey
ALTER TABLE "category" ADD CONSTRAINT "category_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "category" ("id");
