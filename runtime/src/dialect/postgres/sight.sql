SELECT
    b.pid,
    nullif(a.application_name, ''),
    a.usename,
    coalesce(host(a.client_addr), CASE WHEN a.pid IS NOT NULL AND a.usename IS NOT NULL THEN 'the same machine' END),
    NULL,
    CASE a.state WHEN 'active' THEN 'running a statement' ELSE a.state END,
    to_char(CASE a.state WHEN 'active' THEN a.query_start ELSE a.state_change END, 'YYYY-MM-DD HH24:MI:SS TZ'),
    a.query,
    p.phase,
    CASE WHEN p.phase LIKE 'waiting%' THEN p.lockers_done WHEN p.blocks_total > 0 THEN p.blocks_done ELSE p.tuples_done END,
    CASE WHEN p.phase LIKE 'waiting%' THEN p.lockers_total WHEN p.blocks_total > 0 THEN p.blocks_total ELSE p.tuples_total END
FROM (SELECT (pg_catalog.pg_blocking_pids($process))[1] AS pid) AS b
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid
LEFT JOIN pg_catalog.pg_stat_progress_create_index AS p ON p.pid = $process
