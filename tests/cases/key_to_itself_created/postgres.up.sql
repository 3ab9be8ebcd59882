-- create table category
CREATE TABLE "category" (
    "id" integer NOT NULL,
    "parent_id" integer,
    CONSTRAINT "category_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "category_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "category" ("id") ON DELETE CASCADE
);
