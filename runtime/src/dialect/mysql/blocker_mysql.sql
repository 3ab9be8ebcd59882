SELECT p.id, p.user, p.host, p.command, p.state, p.time, p.info, 'sure'
FROM (
    SELECT waiting_pid, blocking_pid FROM sys.innodb_lock_waits
    UNION ALL
    SELECT waiting_pid, blocking_pid FROM sys.schema_table_lock_waits
) AS w
JOIN information_schema.processlist AS p ON p.id = w.blocking_pid
WHERE w.waiting_pid = $id AND w.blocking_pid <> $id
LIMIT 1
