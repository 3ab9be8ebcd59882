-- rename index by_author to posts_of_author
ALTER INDEX "by_author" RENAME TO "posts_of_author";
-- rename constraint post_pkey to post_key
ALTER TABLE "post" RENAME CONSTRAINT "post_pkey" TO "post_key";
-- rename constraint slug_once to slug_unique
ALTER TABLE "post" RENAME CONSTRAINT "slug_once" TO "slug_unique";
-- rename constraint slug_there to slug_not_empty
ALTER TABLE "post" RENAME CONSTRAINT "slug_there" TO "slug_not_empty";
-- rename constraint to_author to author_of_post
ALTER TABLE "post" RENAME CONSTRAINT "to_author" TO "author_of_post";
