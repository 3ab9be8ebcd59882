-- convert the values of item.tags
UPDATE "item"
SET "tags" = CASE WHEN "item"."tags" IS NULL THEN NULL ELSE ARRAY(SELECT CASE WHEN "item"."value" IN ('new') THEN CAST(CAST('"item"."tags" holds no value of tag: ' || "item"."value" AS integer) AS text) ELSE "item"."value" END FROM unnest("item"."tags") WITH ORDINALITY AS "item" ("value", "at") ORDER BY "item"."at") END;
-- convert the values of item.words
UPDATE "item"
SET "words" = CASE WHEN "item"."words" IS NULL THEN NULL ELSE ARRAY(SELECT CASE WHEN "item"."value" IN ('it''s', 'old') THEN "item"."value" ELSE CAST(CAST('"item"."words" holds no value of tag: ' || "item"."value" AS integer) AS text) END FROM unnest("item"."words") WITH ORDINALITY AS "item" ("value", "at") ORDER BY "item"."at") END;
