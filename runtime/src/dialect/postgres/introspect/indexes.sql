-- Indexes that no constraint made, one row for each key and each included column.
SELECT
    n.nspname,
    c.relname,
    ic.relname,
    i.indisunique,
    am.amname,
    k.place <= i.indnkeyatts,
    a.attname,
    CASE WHEN a.attname IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid, k.place, true) END,
    k.place <= i.indnkeyatts AND i.indoption[k.place - 1] & 1 = 1,
    k.place <= i.indnkeyatts AND i.indoption[k.place - 1] & 2 = 2,
    CASE WHEN k.place = 1 THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END,
    -- What a schema cannot express.
    i.indisvalid,
    i.indisunique AND to_jsonb(i) ->> 'indnullsnotdistinct' = 'true',
    ic.reloptions IS NOT NULL,
    CASE WHEN NOT op.opcdefault THEN op.opcname END,
    CASE WHEN a.attname IS NOT NULL AND i.indcollation[k.place - 1] NOT IN (0, a.attcollation) THEN co.collname END
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am AS am ON am.oid = ic.relam
JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL generate_series(1, i.indnatts) AS k (place)
LEFT JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1] AND a.attnum <> 0
LEFT JOIN pg_catalog.pg_opclass AS op ON op.oid = i.indclass[k.place - 1] AND k.place <= i.indnkeyatts
LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = i.indcollation[k.place - 1] AND k.place <= i.indnkeyatts
WHERE c.relkind IN ('r', 'p')
    AND NOT ic.relispartition
    AND n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS x
        WHERE x.conindid = i.indexrelid AND x.contype IN ('p', 'u', 'x')
    )
ORDER BY n.nspname, c.relname, ic.relname, k.place
