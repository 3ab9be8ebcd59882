//! by hand: every word of the first format that the generator seldom writes

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611211500")
    .after("Migration202611211459")
    .requires(&[("catalog", "Migration202611201129"), ("customer", "Migration202611201130")])
    .targets(&[Postgres, Mysql, Mariadb, Sqlite])
    .out_of_order()
    .up(&[
        step("index post.title without a lock")
            .no_transaction()
            .postgres(&["CREATE INDEX CONCURRENTLY \"post_title_idx\" ON \"post\" (\"title\")"])
            .mysql(&["CREATE INDEX `post_title_idx` ON `post` (`title`) LOCK=NONE"])
            .mariadb(&["CREATE INDEX `post_title_idx` ON `post` (`title`)"])
            .sqlite(&["CREATE INDEX \"post_title_idx\" ON \"post\" (\"title\")"]),
        step("tidy up: a quote ' a \" and a ü")
            .own_transaction()
            .accept(Hazard::DataLoss, "drafts older than a year; agreed in #77")
            .expects("post", "id,title,status")
            .expects_on(Target::Postgres, "post_status", "draft,published")
            .sql(&[
                "DELETE FROM post WHERE status = 'draft' AND created_at < '2025-01-01'",
                r##"UPDATE post SET title = 'it''s "#1"' WHERE title = ''"##,
            ]),
        step("only here").mysql(&["ANALYZE TABLE `post`"]),
    ])
    .down(Down::Irreversible { because: "the drafts are gone" }, &[]);
