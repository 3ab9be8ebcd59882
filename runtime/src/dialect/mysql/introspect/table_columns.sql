SELECT
    table_name,
    ordinal_position,
    column_name,
    column_type,
    is_nullable = 'YES',
    column_default,
    extra,
    generation_expression,
    collation_name,
    column_comment
FROM information_schema.columns
WHERE table_schema = database()
ORDER BY table_name, ordinal_position
