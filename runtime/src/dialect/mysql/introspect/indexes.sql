-- One row for each key of an index. {expression} and {hidden} are what the server has of them.
SELECT
    table_name,
    index_name,
    non_unique = 0,
    index_type,
    column_name,
    {expression},
    collation = 'D',
    sub_part,
    index_comment,
    {hidden}
FROM information_schema.statistics
WHERE table_schema = database()
ORDER BY table_name, index_name, seq_in_index
