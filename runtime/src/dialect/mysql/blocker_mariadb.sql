-- Who holds a row is known; who holds a table is not, so the oldest open transaction is named, then whoever is connected longest to the database.
SELECT p.id, p.user, p.host, p.command, p.state, p.time, coalesce(p.info, found.query), found.sure
FROM (
    SELECT 1 AS place, b.trx_mysql_thread_id AS id, b.trx_query AS query, b.trx_started AS since, 'sure' AS sure
    FROM information_schema.innodb_lock_waits AS w
    JOIN information_schema.innodb_trx AS r ON r.trx_id = w.requesting_trx_id
    JOIN information_schema.innodb_trx AS b ON b.trx_id = w.blocking_trx_id
    WHERE r.trx_mysql_thread_id = $id
    UNION ALL
    SELECT 2, t.trx_mysql_thread_id, t.trx_query, t.trx_started, 'guess'
    FROM information_schema.innodb_trx AS t
    UNION ALL
    SELECT 3, o.id, NULL, now() - INTERVAL o.time SECOND, 'guess'
    FROM information_schema.processlist AS o
    JOIN information_schema.processlist AS own ON own.id = $id AND own.db = o.db
) AS found
JOIN information_schema.processlist AS p ON p.id = found.id
WHERE p.id NOT IN ($id, connection_id())
ORDER BY found.place, found.since
LIMIT 1
