-- {name} is a table or an enum, `schema.name` when it is in another schema than the current one.
WITH wanted AS (
    SELECT c.oid AS relid, NULL::oid AS typid, n.nspname = current_schema() AND c.relname = {name} AS here
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
        AND (n.nspname = current_schema() AND c.relname = {name} OR n.nspname || '.' || c.relname = {name})
    UNION ALL
    SELECT NULL, t.oid, n.nspname = current_schema() AND t.typname = {name}
    FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    WHERE t.typtype = 'e'
        AND (n.nspname = current_schema() AND t.typname = {name} OR n.nspname || '.' || t.typname = {name})
), one AS (
    SELECT relid, typid FROM wanted ORDER BY here DESC, relid IS NULL LIMIT 1
)
SELECT coalesce(a.attname, e.enumlabel)
FROM one
LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = one.relid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_enum AS e ON e.enumtypid = one.typid
ORDER BY a.attnum, e.enumsortorder
