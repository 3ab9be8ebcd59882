-- drop exclusion booking_room_excl
ALTER TABLE "booking" DROP CONSTRAINT "booking_room_excl";
