SELECT 1
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relname = {name}
    AND n.nspname = coalesce({schema}, current_schema())
    AND c.relkind IN ('r', 'p')
