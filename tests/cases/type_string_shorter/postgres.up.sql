-- change author.name from string(80) to string(40)
ALTER TABLE "author" ALTER COLUMN "name" TYPE varchar(40) USING CASE WHEN char_length("name") > 40 THEN CAST(CAST('"name" holds no text of at most 40 characters: ' || "name" AS integer) AS text) ELSE "name" END;
