-- loses: item.status comes back as 'new'
-- create enum status
CREATE TYPE "status" AS ENUM ('new', 'done');
-- add item.status, existing rows get 'new'
ALTER TABLE "item" ADD COLUMN "status" "status" NOT NULL DEFAULT 'new';
ALTER TABLE "item" ALTER COLUMN "status" DROP DEFAULT;
