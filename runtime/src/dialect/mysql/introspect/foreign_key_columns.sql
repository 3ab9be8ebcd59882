SELECT
    table_name,
    constraint_name,
    column_name,
    nullif(referenced_table_schema, database()),
    referenced_table_name,
    referenced_column_name
FROM information_schema.key_column_usage
WHERE table_schema = database() AND referenced_table_name IS NOT NULL
ORDER BY table_name, constraint_name, ordinal_position
