-- refused: mariadb cannot have an index over an expression on author.author_name_expr_idx: add a generated column with the expression, and an index over it
mariadb cannot have the key `author_name_expr_idx` over a column of type text on author.name: give it a `length`: text and bytes without one are kept beside the row
