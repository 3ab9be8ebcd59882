-- drop exclusion booking_room_excl
ALTER TABLE "booking" DROP CONSTRAINT "booking_room_excl";
-- add exclusion booking_room_excl
ALTER TABLE "booking" ADD CONSTRAINT "booking_room_excl" EXCLUDE USING "gist" ("room" WITH &&) WHERE (guest IS NOT NULL) DEFERRABLE INITIALLY DEFERRED;
