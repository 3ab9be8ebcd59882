-- rename index posts_of_author to by_author
ALTER INDEX "posts_of_author" RENAME TO "by_author";
-- rename constraint post_key to post_pkey
ALTER TABLE "post" RENAME CONSTRAINT "post_key" TO "post_pkey";
-- rename constraint slug_unique to slug_once
ALTER TABLE "post" RENAME CONSTRAINT "slug_unique" TO "slug_once";
-- rename constraint slug_not_empty to slug_there
ALTER TABLE "post" RENAME CONSTRAINT "slug_not_empty" TO "slug_there";
-- rename constraint author_of_post to to_author
ALTER TABLE "post" RENAME CONSTRAINT "author_of_post" TO "to_author";
