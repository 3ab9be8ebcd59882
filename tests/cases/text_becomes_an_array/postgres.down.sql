-- loses: what did not fit item.words stays lost; what did not fit item.tags stays lost
-- change item.words from array(text) to text
ALTER TABLE "item" ALTER COLUMN "words" TYPE text;
-- change item.tags from array(tag) to text
ALTER TABLE "item" ALTER COLUMN "tags" TYPE text;
