-- Columns; the type is that of the items where it is an array.
SELECT
    n.nspname,
    c.relname,
    a.attname,
    CASE
        WHEN f.printed = '???' THEN chr(1) || 'gone'
        -- Nobody names the schema that an extension was put into.
        WHEN x.objid IS NOT NULL AND starts_with(f.printed, quote_ident(tn.nspname) || '.')
            THEN substr(f.printed, length(quote_ident(tn.nspname)) + 2)
        ELSE f.printed
    END,
    e.oid IS NOT NULL,
    CASE it.typtype WHEN 'e' THEN tn.nspname END,
    CASE it.typtype WHEN 'e' THEN it.typname END,
    NOT a.attnotnull,
    coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), CASE WHEN d.oid IS NOT NULL THEN chr(1) || 'gone' END),
    a.attidentity,
    a.attgenerated,
    CASE WHEN a.attcollation <> t.typcollation THEN co.collname END,
    CASE WHEN a.attcollation <> t.typcollation AND cn.nspname <> 'pg_catalog' THEN cn.nspname END,
    ds.description,
    -- What a schema cannot express.
    a.attstorage <> t.typstorage,
    a.attcompression <> '',
    a.attstattarget <> -1 OR a.attoptions IS NOT NULL,
    -- The sequence that counts for it: of an identity, or owned and named in its default.
    sc.relname,
    s.seqstart,
    s.seqincrement,
    s.seqmin,
    s.seqmax,
    s.seqcache,
    s.seqcycle
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type AS e ON e.oid = t.typelem AND e.typarray = t.oid
JOIN pg_catalog.pg_type AS it ON it.oid = coalesce(e.oid, t.oid)
JOIN pg_catalog.pg_namespace AS tn ON tn.oid = it.typnamespace
CROSS JOIN LATERAL (SELECT pg_catalog.format_type(it.oid, a.atttypmod) AS printed) AS f
LEFT JOIN pg_catalog.pg_depend AS x
    ON x.classid = 'pg_catalog.pg_type'::regclass AND x.objid = it.oid AND x.deptype = 'e'
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = a.attcollation
LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
LEFT JOIN pg_catalog.pg_description AS ds
    ON ds.objoid = c.oid AND ds.classoid = 'pg_catalog.pg_class'::regclass AND ds.objsubid = a.attnum
LEFT JOIN (pg_catalog.pg_depend AS o JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = o.objid)
    ON o.classid = 'pg_catalog.pg_class'::regclass
    AND o.refclassid = 'pg_catalog.pg_class'::regclass AND o.refobjid = c.oid AND o.refobjsubid = a.attnum
    AND (
        o.deptype = 'i'
        OR o.deptype = 'a' AND EXISTS (
            SELECT FROM pg_catalog.pg_depend AS u
            WHERE u.classid = 'pg_catalog.pg_attrdef'::regclass AND u.objid = d.oid
                AND u.refclassid = 'pg_catalog.pg_class'::regclass AND u.refobjid = s.seqrelid
        )
    )
LEFT JOIN pg_catalog.pg_class AS sc ON sc.oid = s.seqrelid AND sc.relnamespace = c.relnamespace
WHERE c.relkind IN ('r', 'p')
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname, a.attnum
