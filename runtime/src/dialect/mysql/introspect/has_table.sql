SELECT 1
FROM information_schema.tables
WHERE table_schema = {schema}
    AND table_name = {name}
    AND (binary table_name = binary {name} OR @@lower_case_table_names > 0)
