-- change author.name from text to string(90), now optional
ALTER TABLE "author" ALTER COLUMN "name" TYPE varchar(90) USING CASE WHEN char_length("name") > 90 THEN CAST(CAST('"name" holds no text of at most 90 characters: ' || "name" AS integer) AS text) ELSE "name" END;
ALTER TABLE "author" ALTER COLUMN "name" DROP NOT NULL;
-- add check author_named_check
ALTER TABLE "author" ADD CONSTRAINT "author_named_check" CHECK (name <> '');
