-- loses: the values of category.parent_id
-- drop foreign key category_parent_id_fkey; drop category.parent_id (rebuilds category)
CREATE TABLE "strobila_new_category" (
    "id" INTEGER NOT NULL,
    CONSTRAINT "category_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_category" ("id")
SELECT "category"."id"
FROM "category"
ORDER BY "category".rowid;
DROP TABLE "category";
ALTER TABLE "strobila_new_category" RENAME TO "category";
