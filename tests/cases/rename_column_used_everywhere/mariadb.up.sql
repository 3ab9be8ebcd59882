-- refused: mariadb cannot have an index over some of the rows on author.author_mail_idx: leave `where` out: the index then holds all rows
mariadb cannot have an index over an expression on author.author_mail_idx: add a generated column with the expression, and an index over it
mariadb cannot have the key `author_mail_key` over a column of type text on author.mail: give it a `length`: text and bytes without one are kept beside the row
mariadb cannot have the key `author_mail_key` over a column of type text on author.email: give it a `length`: text and bytes without one are kept beside the row
