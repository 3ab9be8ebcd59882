-- drop foreign key node_parent_fkey
ALTER TABLE "node" DROP CONSTRAINT "node_parent_fkey";
-- change node.parent, now required
UPDATE "node"
SET "parent" = 0
WHERE "parent" IS NULL;
ALTER TABLE "node" ALTER COLUMN "parent" SET NOT NULL;
