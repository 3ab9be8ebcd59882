-- drop foreign key node_parent_fkey; change node.parent, now required (rebuilds node)
CREATE TABLE "strobila_new_node" (
    "id" INTEGER NOT NULL,
    "parent" INTEGER NOT NULL,
    CONSTRAINT "node_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_node" ("id", "parent")
SELECT "node"."id", COALESCE("node"."parent", 0)
FROM "node"
ORDER BY "node".rowid;
DROP TABLE "node";
ALTER TABLE "strobila_new_node" RENAME TO "node";
