-- rename event.body to payload
ALTER TABLE "event" RENAME COLUMN "body" TO "payload";
