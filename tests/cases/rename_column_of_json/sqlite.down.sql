-- rename event.payload to body
ALTER TABLE "event" RENAME COLUMN "payload" TO "body";
