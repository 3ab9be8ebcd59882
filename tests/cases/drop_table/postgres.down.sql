-- loses: table tag comes back empty
-- create table tag
CREATE TABLE "tag" (
    "id" integer NOT NULL,
    CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);
