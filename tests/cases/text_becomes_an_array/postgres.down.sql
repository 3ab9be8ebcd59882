-- loses: what array(text) did not keep of item.words stays lost; what array(tag) did not keep of item.tags stays lost
-- change item.words from array(text) to text
ALTER TABLE "item" ALTER COLUMN "words" TYPE text;
-- change item.tags from array(tag) to text
ALTER TABLE "item" ALTER COLUMN "tags" TYPE text;
