-- change item.words from text to array(text)
ALTER TABLE "item" ALTER COLUMN "words" TYPE text[] USING "words"::text[];
-- change item.tags from text to array(tag)
ALTER TABLE "item" ALTER COLUMN "tags" TYPE "tag"[] USING "tags"::"tag"[];
