-- refused: mariadb cannot have the key `pair_a_idx` over a column of type text on pair.a: give it a `length`: text and bytes without one are kept beside the row
mariadb cannot have the key `pair_a_idx` over a column of type text on pair.b: give it a `length`: text and bytes without one are kept beside the row
