-- What a schema cannot express, by kind and name, with the table it stands on.
WITH found (kind, class, object, nsp, name, on_table) AS (
    SELECT
        CASE c.relkind
            WHEN 'v' THEN 'view'
            WHEN 'm' THEN 'materialized view'
            WHEN 'f' THEN 'foreign table'
            WHEN 'S' THEN 'sequence'
            ELSE 'composite type'
        END,
        'pg_catalog.pg_class'::regclass::oid,
        c.oid,
        c.relnamespace,
        c.relname::text,
        -- The column that a sequence goes with.
        (
            SELECT d.refobjid
            FROM pg_catalog.pg_depend AS d
            WHERE c.relkind = 'S'
                AND d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'a'
        )
    FROM pg_catalog.pg_class AS c
    WHERE c.relkind IN ('v', 'm', 'f', 'S', 'c')
        AND c.relpersistence <> 't'
        -- The sequence of an identity belongs to its column, and so does one that the column owns and counts by.
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend AS d
            WHERE c.relkind = 'S'
                AND d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
        )
        AND NOT EXISTS (
            SELECT
            FROM pg_catalog.pg_depend AS o
            JOIN pg_catalog.pg_attrdef AS def ON def.adrelid = o.refobjid AND def.adnum = o.refobjsubid
            JOIN pg_catalog.pg_depend AS u
                ON u.classid = 'pg_catalog.pg_attrdef'::regclass AND u.objid = def.oid
                AND u.refclassid = 'pg_catalog.pg_class'::regclass AND u.refobjid = c.oid
            WHERE c.relkind = 'S'
                AND o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = c.oid AND o.deptype = 'a'
        )
    UNION ALL
    SELECT 'trigger', 'pg_catalog.pg_trigger'::regclass, t.oid, c.relnamespace, t.tgname, c.oid
    FROM pg_catalog.pg_trigger AS t
    JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'rule', 'pg_catalog.pg_rewrite'::regclass, r.oid, c.relnamespace, r.rulename, c.oid
    FROM pg_catalog.pg_rewrite AS r
    JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
    WHERE r.rulename <> '_RETURN'
    UNION ALL
    SELECT 'policy', 'pg_catalog.pg_policy'::regclass, p.oid, c.relnamespace, p.polname, c.oid
    FROM pg_catalog.pg_policy AS p
    JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
    UNION ALL
    SELECT 'statistics', 'pg_catalog.pg_statistic_ext'::regclass, s.oid, s.stxnamespace, s.stxname, s.stxrelid
    FROM pg_catalog.pg_statistic_ext AS s
    UNION ALL
    SELECT
        CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'range type' END,
        'pg_catalog.pg_type'::regclass, t.oid, t.typnamespace, t.typname, NULL
    FROM pg_catalog.pg_type AS t
    WHERE t.typtype IN ('d', 'r')
    UNION ALL
    SELECT
        CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
        'pg_catalog.pg_proc'::regclass, p.oid, p.pronamespace,
        p.proname, NULL
    FROM pg_catalog.pg_proc AS p
    -- Those of a range type belong to it.
    WHERE NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS d
        WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i'
    )
    UNION ALL
    SELECT 'collation', 'pg_catalog.pg_collation'::regclass, co.oid, co.collnamespace, co.collname, NULL
    FROM pg_catalog.pg_collation AS co
)
SELECT
    f.kind,
    n.nspname,
    CASE f.class
        WHEN 'pg_catalog.pg_proc'::regclass
            THEN f.name || '(' || pg_catalog.pg_get_function_identity_arguments(f.object) || ')'
        ELSE f.name
    END,
    tn.nspname,
    t.relname
FROM found AS f
JOIN pg_catalog.pg_namespace AS n ON n.oid = f.nsp
LEFT JOIN pg_catalog.pg_class AS t ON t.oid = f.on_table
LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
WHERE n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS x
        WHERE x.classid = f.class AND x.objid = f.object AND x.deptype = 'e'
    )
UNION ALL
SELECT 'extension', NULL, e.extname, NULL, NULL
FROM pg_catalog.pg_extension AS e
WHERE e.extname <> 'plpgsql'
ORDER BY 1, 2, 3, 4, 5
