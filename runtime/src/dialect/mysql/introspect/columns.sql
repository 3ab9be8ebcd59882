-- Case counts in a table's name unless the server keeps names in lower case.
SELECT column_name
FROM information_schema.columns
WHERE table_schema = database()
    AND table_name = {name}
    AND (binary table_name = binary {name} OR @@lower_case_table_names > 0)
ORDER BY ordinal_position
