-- add exclusion booking_room_excl
ALTER TABLE "booking" ADD CONSTRAINT "booking_room_excl" EXCLUDE USING "gist" ("room" WITH -|-);
