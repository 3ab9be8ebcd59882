-- Indexes that no key made, and exclusion constraints: one row for each key and each included column.
SELECT
    n.nspname,
    c.relname,
    ic.relname,
    i.indisunique,
    am.amname,
    k.place <= i.indnkeyatts,
    a.attname,
    CASE
        WHEN a.attname IS NULL
            THEN coalesce(nullif(pg_catalog.pg_get_indexdef(i.indexrelid, k.place, true), ''), chr(1) || 'gone')
    END,
    k.place <= i.indnkeyatts AND i.indoption[k.place - 1] & 1 = 1,
    k.place <= i.indnkeyatts AND i.indoption[k.place - 1] & 2 = 2,
    CASE
        WHEN k.place = 1 AND i.indpred IS NOT NULL
            THEN coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), chr(1) || 'gone')
    END,
    i.indisvalid,
    i.indisunique AND to_jsonb(i) ->> 'indnullsnotdistinct' = 'true',
    to_json(ic.reloptions),
    -- The server leaves out of its text what the key has by itself.
    CASE WHEN NOT op.opcdefault OR own.oid <> op.oid OR ka.attoptions IS NOT NULL THEN op.opcname END,
    CASE
        WHEN (NOT op.opcdefault OR own.oid <> op.oid OR ka.attoptions IS NOT NULL)
            AND NOT pg_catalog.pg_opclass_is_visible(op.oid) THEN opn.nspname
    END,
    to_json(ka.attoptions),
    -- Of an expression only the printed text says whether it has another than by itself.
    CASE
        WHEN a.attname IS NULL AND strpos(
            pg_catalog.pg_get_indexdef(i.indexrelid),
            pg_catalog.pg_get_indexdef(i.indexrelid, k.place, false) || ' COLLATE '
        ) > 0 THEN co.collname
        WHEN a.attname IS NOT NULL AND i.indcollation[k.place - 1] NOT IN (0, a.attcollation) THEN co.collname
    END,
    x.oid IS NOT NULL,
    x.condeferrable,
    x.condeferred,
    CASE
        WHEN opr.oid IS NULL THEN NULL
        WHEN pg_catalog.pg_operator_is_visible(opr.oid) THEN opr.oprname
        ELSE 'OPERATOR(' || quote_ident(oprn.nspname) || '.' || opr.oprname || ')'
    END
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am AS am ON am.oid = ic.relam
JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL generate_series(1, i.indnatts) AS k (place)
LEFT JOIN pg_catalog.pg_attribute AS a
    ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1] AND a.attnum <> 0
LEFT JOIN pg_catalog.pg_opclass AS op ON op.oid = i.indclass[k.place - 1] AND k.place <= i.indnkeyatts
LEFT JOIN pg_catalog.pg_namespace AS opn ON opn.oid = op.opcnamespace
LEFT JOIN pg_catalog.pg_attribute AS ka ON ka.attrelid = i.indexrelid AND ka.attnum = k.place
-- The one that the key's own type brings: citext has another than text, for which text_ops is the default. What type
-- an expression has is known only where its values are kept as they are.
LEFT JOIN pg_catalog.pg_type AS kt
    ON kt.oid = CASE
        WHEN a.attname IS NOT NULL THEN a.atttypid
        WHEN am.amname = 'btree' AND op.opckeytype = 0 THEN ka.atttypid
    END
LEFT JOIN pg_catalog.pg_opclass AS own
    ON own.opcmethod = ic.relam AND own.opcdefault AND own.opcintype = coalesce(nullif(kt.typbasetype, 0), kt.oid)
LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = i.indcollation[k.place - 1] AND k.place <= i.indnkeyatts
LEFT JOIN pg_catalog.pg_constraint AS x ON x.conindid = i.indexrelid AND x.contype = 'x'
LEFT JOIN pg_catalog.pg_operator AS opr ON opr.oid = x.conexclop[k.place]
LEFT JOIN pg_catalog.pg_namespace AS oprn ON oprn.oid = opr.oprnamespace
WHERE c.relkind IN ('r', 'p')
    AND NOT ic.relispartition
    AND n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS key
        WHERE key.conindid = i.indexrelid AND key.contype IN ('p', 'u')
    )
ORDER BY n.nspname, c.relname, ic.relname, k.place
