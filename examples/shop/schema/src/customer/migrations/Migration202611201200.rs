//! customer: take table `subscriber` from module `blog`, add column `subscriber.customer_id`, and 2 more changes
//!
//! ```text
//! > table subscriber comes from module blog
//!     + customer_id  uuid
//!     + index subscriber_customer_id_idx (customer_id)
//!     + foreign key subscriber_customer_id_fkey (customer_id) -> customer (id) on delete cascade
//! ```
//!
//! Data loss: down: the values of subscriber.customer_id.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201200")
    .after("Migration202611201159")
    .requires(&[("blog", "Migration202611201159")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("add subscriber.customer_id; add index subscriber_customer_id_idx; add foreign key subscriber_customer_id_fkey")
            .postgres(&[
                r#"ALTER TABLE "subscriber" ADD COLUMN "customer_id" uuid"#,
                r#"CREATE INDEX "subscriber_customer_id_idx" ON "subscriber" ("customer_id")"#,
                r#"ALTER TABLE "subscriber" ADD CONSTRAINT "subscriber_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE CASCADE"#,
            ])
            .mariadb(&[
                "ALTER TABLE `subscriber` ADD COLUMN `customer_id` binary(16) NULL DEFAULT NULL",
                "ALTER TABLE `subscriber` ADD INDEX `subscriber_customer_id_idx` (`customer_id`)",
                "ALTER TABLE `subscriber` ADD CONSTRAINT `subscriber_customer_id_fkey` FOREIGN KEY (`customer_id`) REFERENCES `customer` (`id`) ON DELETE CASCADE",
            ])
            .sqlite(&[
                r#"ALTER TABLE "subscriber" ADD COLUMN "customer_id" BLOB CONSTRAINT "subscriber_customer_id_fkey" REFERENCES "customer" ("id") ON DELETE CASCADE"#,
                r#"CREATE INDEX "subscriber_customer_id_idx" ON "subscriber" ("customer_id")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "the values of subscriber.customer_id" }, &[
        step("drop foreign key subscriber_customer_id_fkey; drop index subscriber_customer_id_idx; drop subscriber.customer_id")
            .expects_on(Sqlite, "subscriber", "email,is_confirmed,subscribed_at,customer_id")
            .postgres(&[
                r#"ALTER TABLE "subscriber" DROP CONSTRAINT "subscriber_customer_id_fkey""#,
                r#"DROP INDEX "subscriber_customer_id_idx""#,
                r#"ALTER TABLE "subscriber" DROP COLUMN "customer_id""#,
            ])
            .mariadb(&[
                "ALTER TABLE `subscriber` DROP FOREIGN KEY `subscriber_customer_id_fkey`",
                "ALTER TABLE `subscriber` DROP INDEX `subscriber_customer_id_idx`",
                "ALTER TABLE `subscriber` DROP COLUMN `customer_id`",
            ])
            .rebuild_sqlite("subscriber", &[
                r#"CREATE TABLE "strobila_new_subscriber" (
    "email" TEXT NOT NULL,
    "is_confirmed" BOOLEAN NOT NULL DEFAULT 0,
    "subscribed_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "subscriber_pkey" PRIMARY KEY ("email")
)"#,
                r#"INSERT INTO "strobila_new_subscriber" ("email", "is_confirmed", "subscribed_at")
SELECT "subscriber"."email", "subscriber"."is_confirmed", "subscriber"."subscribed_at"
FROM "subscriber"
ORDER BY "subscriber".rowid"#,
                r#"DROP INDEX "subscriber_customer_id_idx""#,
                r#"DROP TABLE "subscriber""#,
                r#"ALTER TABLE "strobila_new_subscriber" RENAME TO "subscriber""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"adopt_table":{"table":{"name":"subscriber","columns":[{"name":"email","type":"string(255)"},{"name":"is_confirmed","type":"boolean","default":false},{"name":"subscribed_at","type":"timestamp","default":{"sql":"now()"}}],"primary_key":{"name":"subscriber_pkey","columns":["email"]},"comment":"A reader who wants letters."},"from":"blog"}}
{"add_column":{"table":"subscriber","column":{"name":"customer_id","type":"uuid","nullable":true}}}
{"add_index":{"table":"subscriber","index":{"name":"subscriber_customer_id_idx","parts":[{"column":"customer_id"}]}}}
{"add_foreign_key":{"table":"subscriber","foreign_key":{"name":"subscriber_customer_id_fkey","columns":["customer_id"],"references":"customer","target":["id"],"on_delete":"cascade"}}}
"#;
