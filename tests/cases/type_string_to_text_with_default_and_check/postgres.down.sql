-- drop check author_mood_check
ALTER TABLE "author" DROP CONSTRAINT "author_mood_check";
-- change author.mood from text to string(10)
ALTER TABLE "author" ALTER COLUMN "mood" DROP DEFAULT;
ALTER TABLE "author" ALTER COLUMN "mood" TYPE varchar(10);
ALTER TABLE "author" ALTER COLUMN "mood" SET DEFAULT 'calm';
-- add check author_mood_check
ALTER TABLE "author" ADD CONSTRAINT "author_mood_check" CHECK (mood IN ('calm', 'wild'));
