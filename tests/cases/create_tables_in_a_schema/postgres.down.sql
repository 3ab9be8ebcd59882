-- loses: the rows of table big money.author; the rows of table big money.invoice
-- drop table big money.invoice
DROP TABLE "big money"."invoice";
-- drop table big money.author
DROP TABLE "big money"."author";
-- drop enum big money.state
DROP TYPE "big money"."state";
DO $$ BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_namespace
        WHERE nspname = 'big money' AND pg_catalog.obj_description(oid, 'pg_namespace') = 'made by a migration, goes with the last thing in it'
    ) THEN
        DROP SCHEMA "big money";
    END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END $$;
