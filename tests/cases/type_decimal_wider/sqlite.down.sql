-- loses: what decimal(8,2) does not keep of bean.price
-- convert the values of bean.price (rebuilds bean)
CREATE TABLE "strobila_new_bean" (
    "id" INTEGER NOT NULL,
    "price" TEXT NOT NULL,
    CONSTRAINT "bean_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_bean" ("id", "price")
SELECT "bean"."id", CASE WHEN "bean"."price" IS NULL THEN NULL ELSE (
    SELECT CASE WHEN "digits" GLOB '*[0-9]*' AND replace("digits", '.', '') NOT GLOB '*[^0-9]*' AND length("digits") - length(replace("digits", '.', '')) < 2 AND length(ltrim(substr("number", 1, length("number") - 2), '0')) <= 6 THEN
        CASE WHEN length("fraction") <= 2 THEN "text"
        ELSE CASE WHEN "text" LIKE '-%' AND "number" GLOB '*[1-9]*' THEN '-' ELSE '' END || substr('0', 1, ltrim(substr("number", 1, length("number") - 2), '0') = '') || ltrim(substr("number", 1, length("number") - 2), '0') || '.' || substr("number", -2) END
    ELSE json_extract('{}', '"bean"."price" holds no decimal(8,2): ' || "bean"."price") END
    FROM (SELECT *, CASE WHEN substr("fraction", 3, 1) < '5' THEN "kept"
        ELSE substr("stem", 1, length("stem") - 1) || (substr("stem", -1) + 1)
            || replace(substr("kept", length("stem") + 1), '9', '0') END AS "number"
    FROM (SELECT *, rtrim("kept", '9') AS "stem"
    FROM (SELECT *, "whole" || substr("fraction" || '00', 1, 2) AS "kept"
    FROM (SELECT *, substr("digits", 1, instr("digits" || '.', '.') - 1) AS "whole",
        substr("digits", instr("digits" || '.', '.') + 1) AS "fraction"
    FROM (SELECT "text", substr("text", 1 + ("text" GLOB '[+-]*')) AS "digits" FROM (SELECT "bean"."price" AS "text"))))))) END
FROM "bean"
ORDER BY "bean".rowid;
DROP TABLE "bean";
ALTER TABLE "strobila_new_bean" RENAME TO "bean";
