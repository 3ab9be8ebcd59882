-- refused: mariadb cannot have an index over some of the rows on author.author_email_idx: leave `where` out: the index then holds all rows
mariadb cannot have the key `author_email_idx` over a column of type text on author.email: give it a `length`: text and bytes without one are kept beside the row
