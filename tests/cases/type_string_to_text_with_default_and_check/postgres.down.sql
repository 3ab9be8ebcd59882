-- drop check author_mood_check
ALTER TABLE "author" DROP CONSTRAINT "author_mood_check";
-- change author.mood from text to string(10)
ALTER TABLE "author" ALTER COLUMN "mood" DROP DEFAULT;
ALTER TABLE "author" ALTER COLUMN "mood" TYPE varchar(10) USING CASE WHEN char_length("mood") > 10 THEN CAST(CAST('"mood" holds no text of at most 10 characters: ' || "mood" AS integer) AS text) ELSE "mood" END;
ALTER TABLE "author" ALTER COLUMN "mood" SET DEFAULT 'calm';
-- add check author_mood_check
ALTER TABLE "author" ADD CONSTRAINT "author_mood_check" CHECK (mood IN ('calm', 'wild'));
