-- What belongs to no table's definition, by kind and name, with the table it stands on.
SELECT 'trigger', trigger_name, event_object_table
FROM information_schema.triggers
WHERE trigger_schema = database()
UNION ALL
SELECT lower(routine_type), routine_name, NULL
FROM information_schema.routines
WHERE routine_schema = database()
UNION ALL
SELECT 'event', event_name, NULL
FROM information_schema.events
WHERE event_schema = database()
