-- add category.parent_id; add foreign key category_parent_id_fkey
ALTER TABLE "category" ADD COLUMN "parent_id" INTEGER CONSTRAINT "category_parent_id_fkey" REFERENCES "category" ("id");
