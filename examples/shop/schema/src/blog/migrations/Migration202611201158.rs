//! blog: rename enum `article_status` to `post_status`, rename table `article` to `post`, and 4 more changes
//!
//! ```text
//! > enum article_status -> post_status
//! > table article -> post
//! > table article_product -> post_product
//!     > article_id -> post_id
//! ~ table comment
//!     > article_id -> post_id
//! ~ table redirect
//!     > article_id -> post_id
//! ```
//!
//! Data loss: none.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201158")
    .after("Migration202611201157")
    .requires(&[("catalog", "Migration202611201158"), ("customer", "Migration202611201158")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("rename enum article_status to post_status")
            .postgres(&[
                r#"ALTER TYPE "article_status" RENAME TO "post_status""#,
            ]),
        step("rename table article to post")
            .postgres(&[
                r#"ALTER TABLE "article" RENAME TO "post""#,
            ])
            .mariadb(&[
                "ALTER TABLE `article` RENAME TO `post`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "article" RENAME TO "post""#,
            ]),
        step("rename table article_product to post_product")
            .postgres(&[
                r#"ALTER TABLE "article_product" RENAME TO "post_product""#,
            ])
            .mariadb(&[
                "ALTER TABLE `article_product` RENAME TO `post_product`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "article_product" RENAME TO "post_product""#,
            ]),
        step("rename comment.article_id to post_id")
            .postgres(&[
                r#"ALTER TABLE "comment" RENAME COLUMN "article_id" TO "post_id""#,
            ])
            .mariadb(&[
                "ALTER TABLE `comment` RENAME COLUMN `article_id` TO `post_id`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "comment" RENAME COLUMN "article_id" TO "post_id""#,
            ]),
        step("rename post_product.article_id to post_id")
            .postgres(&[
                r#"ALTER TABLE "post_product" RENAME COLUMN "article_id" TO "post_id""#,
            ])
            .mariadb(&[
                "ALTER TABLE `post_product` RENAME COLUMN `article_id` TO `post_id`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "post_product" RENAME COLUMN "article_id" TO "post_id""#,
            ]),
        step("rename redirect.article_id to post_id")
            .postgres(&[
                r#"ALTER TABLE "redirect" RENAME COLUMN "article_id" TO "post_id""#,
            ])
            .mariadb(&[
                "ALTER TABLE `redirect` RENAME COLUMN `article_id` TO `post_id`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "redirect" RENAME COLUMN "article_id" TO "post_id""#,
            ]),
        step("rename constraint article_status_check to post_status_check")
            .expects("post", "id,author_id,title,slug,body,status,published_at,created_at,updated_at")
            .rebuild_sqlite("post", &[
                r#"CREATE TABLE "strobila_new_post" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "author_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "published_at" TEXT,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "article_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "article_title_not_empty_check" CHECK (length(title) > 0),
    CONSTRAINT "post_status_check" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "article_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT
)"#,
                r#"INSERT INTO "strobila_new_post" ("id", "author_id", "title", "slug", "body", "status", "published_at", "created_at", "updated_at")
SELECT "post"."id", "post"."author_id", "post"."title", "post"."slug", "post"."body", "post"."status", "post"."published_at", "post"."created_at", "post"."updated_at"
FROM "post"
ORDER BY "post".rowid"#,
                r#"DROP TABLE "post""#,
                r#"ALTER TABLE "strobila_new_post" RENAME TO "post""#,
                r#"CREATE INDEX "article_author_id_published_at_idx" ON "post" ("author_id", "published_at" DESC)"#,
                r#"CREATE UNIQUE INDEX "article_slug_key" ON "post" ("slug")"#,
            ]),
    ])
    .down(Down::Exact, &[
        step("rename enum post_status to article_status")
            .postgres(&[
                r#"ALTER TYPE "post_status" RENAME TO "article_status""#,
            ]),
        step("rename table post to article")
            .postgres(&[
                r#"ALTER TABLE "post" RENAME TO "article""#,
            ])
            .mariadb(&[
                "ALTER TABLE `post` RENAME TO `article`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "post" RENAME TO "article""#,
            ]),
        step("rename table post_product to article_product")
            .postgres(&[
                r#"ALTER TABLE "post_product" RENAME TO "article_product""#,
            ])
            .mariadb(&[
                "ALTER TABLE `post_product` RENAME TO `article_product`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "post_product" RENAME TO "article_product""#,
            ]),
        step("rename article_product.post_id to article_id")
            .postgres(&[
                r#"ALTER TABLE "article_product" RENAME COLUMN "post_id" TO "article_id""#,
            ])
            .mariadb(&[
                "ALTER TABLE `article_product` RENAME COLUMN `post_id` TO `article_id`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "article_product" RENAME COLUMN "post_id" TO "article_id""#,
            ]),
        step("rename comment.post_id to article_id")
            .postgres(&[
                r#"ALTER TABLE "comment" RENAME COLUMN "post_id" TO "article_id""#,
            ])
            .mariadb(&[
                "ALTER TABLE `comment` RENAME COLUMN `post_id` TO `article_id`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "comment" RENAME COLUMN "post_id" TO "article_id""#,
            ]),
        step("rename redirect.post_id to article_id")
            .postgres(&[
                r#"ALTER TABLE "redirect" RENAME COLUMN "post_id" TO "article_id""#,
            ])
            .mariadb(&[
                "ALTER TABLE `redirect` RENAME COLUMN `post_id` TO `article_id`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "redirect" RENAME COLUMN "post_id" TO "article_id""#,
            ]),
        step("rename constraint post_status_check to article_status_check")
            .expects("article", "id,author_id,title,slug,body,status,published_at,created_at,updated_at")
            .rebuild_sqlite("article", &[
                r#"CREATE TABLE "strobila_new_article" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "author_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "published_at" TEXT,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "article_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "article_status_check" CHECK ("status" IN ('draft', 'published')),
    CONSTRAINT "article_title_not_empty_check" CHECK (length(title) > 0),
    CONSTRAINT "article_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") ON DELETE RESTRICT
)"#,
                r#"INSERT INTO "strobila_new_article" ("id", "author_id", "title", "slug", "body", "status", "published_at", "created_at", "updated_at")
SELECT "article"."id", "article"."author_id", "article"."title", "article"."slug", "article"."body", "article"."status", "article"."published_at", "article"."created_at", "article"."updated_at"
FROM "article"
ORDER BY "article".rowid"#,
                r#"DROP TABLE "article""#,
                r#"ALTER TABLE "strobila_new_article" RENAME TO "article""#,
                r#"CREATE INDEX "article_author_id_published_at_idx" ON "article" ("author_id", "published_at" DESC)"#,
                r#"CREATE UNIQUE INDEX "article_slug_key" ON "article" ("slug")"#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"rename_enum":{"from":"article_status","to":"post_status"}}
{"rename_table":{"from":"article","to":"post"}}
{"rename_table":{"from":"article_product","to":"post_product"}}
{"rename_column":{"table":"comment","from":"article_id","to":"post_id"}}
{"rename_column":{"table":"post_product","from":"article_id","to":"post_id"}}
{"rename_column":{"table":"redirect","from":"article_id","to":"post_id"}}
"#;
