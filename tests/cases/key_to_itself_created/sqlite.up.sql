-- create table category
CREATE TABLE "category" (
    "id" INTEGER NOT NULL,
    "parent_id" INTEGER,
    CONSTRAINT "category_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "category_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "category" ("id") ON DELETE CASCADE
);
