//! blog: drop table `redirect`
//!
//! ```text
//! - table redirect
//!     - path     string(200)  NOT NULL
//!     - post_id  uuid         NOT NULL
//!     - primary key (path)
//!     - foreign key redirect_article_id_fkey (post_id) -> post (id) on delete cascade
//!     - index redirect_article_id_idx (post_id)
//! ```
//!
//! Data loss: up loses the rows of table redirect. Down: table redirect comes back empty.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201201")
    .after("Migration202611201200")
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("drop table redirect")
            .accept(Hazard::DataLoss, "the old blog is gone, and its addresses are redirected by the CDN")
            .postgres(&[
                r#"DROP TABLE "redirect""#,
            ])
            .mariadb(&[
                "DROP TABLE `redirect`",
            ])
            .rebuild_sqlite("redirect", &[
                r#"DROP TABLE "redirect""#,
            ]),
    ])
    .down(Down::Lossy { loses: "table redirect comes back empty" }, &[
        step("create table redirect")
            .postgres(&[
                r#"CREATE TABLE "redirect" (
    "path" varchar(200) NOT NULL,
    "post_id" uuid NOT NULL,
    CONSTRAINT "redirect_pkey" PRIMARY KEY ("path"),
    CONSTRAINT "redirect_article_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE
)"#,
                r#"CREATE INDEX "redirect_article_id_idx" ON "redirect" ("post_id")"#,
                r#"COMMENT ON TABLE "redirect" IS 'An address of the old blog, and where it leads now.'"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `redirect` (
    `path` varchar(200) NOT NULL,
    `post_id` binary(16) NOT NULL,
    PRIMARY KEY (`path`),
    INDEX `redirect_article_id_idx` (`post_id`),
    CONSTRAINT `redirect_article_id_fkey` FOREIGN KEY (`post_id`) REFERENCES `post` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='An address of the old blog, and where it leads now.'",
            ])
            .sqlite(&[
                r#"CREATE TABLE "redirect" (
    "path" TEXT NOT NULL,
    "post_id" BLOB NOT NULL,
    CONSTRAINT "redirect_pkey" PRIMARY KEY ("path"),
    CONSTRAINT "redirect_article_id_fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE CASCADE
)"#,
                r#"CREATE INDEX "redirect_article_id_idx" ON "redirect" ("post_id")"#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"drop_table":{"table":{"name":"redirect","columns":[{"name":"path","type":"string(200)"},{"name":"post_id","type":"uuid"}],"primary_key":{"name":"redirect_pkey","columns":["path"]},"indexes":[{"name":"redirect_article_id_idx","parts":[{"column":"post_id"}]}],"foreign_keys":[{"name":"redirect_article_id_fkey","columns":["post_id"],"references":"post","target":["id"],"on_delete":"cascade"}],"comment":"An address of the old blog, and where it leads now."}}}
"#;
