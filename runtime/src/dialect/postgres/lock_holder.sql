SELECT
    l.pid,
    nullif(a.application_name, ''),
    a.usename,
    coalesce(host(a.client_addr), CASE WHEN a.pid IS NOT NULL AND a.usename IS NOT NULL THEN 'the same machine' END),
    to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ'),
    CASE a.state WHEN 'active' THEN 'running a statement' ELSE a.state END,
    to_char(CASE a.state WHEN 'active' THEN a.query_start ELSE a.state_change END, 'YYYY-MM-DD HH24:MI:SS TZ'),
    a.query
FROM pg_catalog.pg_locks AS l
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
    AND l.granted
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database())
    AND l.classid = 563492617
    AND l.objid = 3333425558
    AND l.objsubid = 1
