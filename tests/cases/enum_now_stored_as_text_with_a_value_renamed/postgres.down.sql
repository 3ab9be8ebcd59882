-- drop check item_status_check
ALTER TABLE "item" DROP CONSTRAINT "item_status_check";
-- create enum status
CREATE TYPE "status" AS ENUM ('new', 'done');
-- convert the values of item.status
UPDATE "item"
SET "status" = CASE "status" WHEN 'fresh' THEN 'new' ELSE "status" END;
-- change item.status from text to status
ALTER TABLE "item" ALTER COLUMN "status" DROP DEFAULT;
ALTER TABLE "item" ALTER COLUMN "status" TYPE "status" USING "status"::"status";
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'new';
-- convert the values of item.past
UPDATE "item"
SET "past" = CASE WHEN "item"."past" IS NULL THEN NULL ELSE ARRAY(SELECT CASE "item"."value" WHEN 'fresh' THEN 'new' ELSE "item"."value" END FROM unnest("item"."past") WITH ORDINALITY AS "item" ("value", "at") ORDER BY "item"."at") END;
-- change item.past from array(text) to array(status)
ALTER TABLE "item" ALTER COLUMN "past" TYPE "status"[] USING "past"::"status"[];
