SELECT table_name, constraint_name, check_clause, level = 'Column', FALSE
FROM information_schema.check_constraints
WHERE constraint_schema = database()
