SELECT t.name, k.id, k."table", k."from", k."to", k.on_update, k.on_delete
FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k
WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%'
ORDER BY t.name, k.id, k.seq
