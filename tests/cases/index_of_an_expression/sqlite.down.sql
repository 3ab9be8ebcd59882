-- drop index author_name_expr_idx
DROP INDEX "author_name_expr_idx";
