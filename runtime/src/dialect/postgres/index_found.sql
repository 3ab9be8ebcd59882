SELECT format('%I.%I', n.nspname, ic.relname), i.indisvalid AND i.indisready, p.pid
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = ic.relnamespace
LEFT JOIN pg_catalog.pg_stat_progress_create_index AS p ON p.index_relid = i.indexrelid
WHERE ic.relname = $name AND i.indrelid = pg_catalog.to_regclass($table)
