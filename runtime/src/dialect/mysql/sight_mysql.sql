SELECT p.state, NULL, NULL, NULL, coalesce(t.trx_state = 'LOCK WAIT', 0)
FROM information_schema.processlist AS p
LEFT JOIN information_schema.innodb_trx AS t ON t.trx_mysql_thread_id = p.id
WHERE p.id = $id
