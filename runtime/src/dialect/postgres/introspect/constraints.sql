-- Keys, unique constraints, foreign keys and checks; columns as lists in JSON. Exclusions stand with the indexes.
SELECT
    n.nspname,
    c.relname,
    k.conname,
    k.contype,
    (
        SELECT json_agg(a.attname ORDER BY u.place)
        FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.number
    ),
    rn.nspname,
    r.relname,
    (
        SELECT json_agg(a.attname ORDER BY u.place)
        FROM unnest(k.confkey) WITH ORDINALITY AS u (number, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.number
    ),
    k.confdeltype,
    k.confupdtype,
    k.condeferrable,
    k.condeferred,
    coalesce(pg_catalog.pg_get_expr(k.conbin, k.conrelid), CASE WHEN k.contype = 'c' THEN chr(1) || 'gone' END),
    k.convalidated,
    k.contype = 'f' AND k.confmatchtype = 'f',
    k.contype = 'c' AND k.connoinherit,
    to_jsonb(i) ->> 'indnullsnotdistinct' = 'true',
    (
        SELECT json_agg(a.attname ORDER BY u.place)
        FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS u (number, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = u.number
        WHERE u.place > i.indnkeyatts
    ),
    -- What a schema cannot express.
    k.contype = 'f' AND to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL,
    k.contype IN ('f', 'c') AND to_jsonb(k) ->> 'conenforced' = 'false',
    ic.reloptions IS NOT NULL
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class AS r ON r.oid = k.confrelid
LEFT JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace
LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
LEFT JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
WHERE k.contype IN ('p', 'u', 'f', 'c')
    -- A key to a partitioned table has a part of the same name's kind for each partition.
    AND k.conparentid = 0
    AND c.relkind IN ('r', 'p')
    AND n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname, k.conname
