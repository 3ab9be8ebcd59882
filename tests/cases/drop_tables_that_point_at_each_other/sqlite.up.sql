-- drop table b (rebuilds b)
DROP TABLE "b";
-- drop foreign key a_b_id_fkey; drop table a (rebuilds a)
DROP TABLE "a";
