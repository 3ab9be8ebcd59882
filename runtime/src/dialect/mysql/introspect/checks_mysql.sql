SELECT t.table_name, c.constraint_name, c.check_clause, FALSE, t.enforced = 'NO'
FROM information_schema.check_constraints AS c
JOIN information_schema.table_constraints AS t
    ON t.constraint_schema = c.constraint_schema
    AND t.constraint_name = c.constraint_name
    AND t.constraint_type = 'CHECK'
WHERE c.constraint_schema = database()
