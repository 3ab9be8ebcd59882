//! customer: create enum `tier`, create table `loyalty_account`
//!
//! ```text
//! + enum tier: bean, roaster, barista
//! + table loyalty_account
//!     + customer_id  uuid       NOT NULL
//!     + points       bigint     NOT NULL  default 0
//!     + tier         tier       NOT NULL  default 'bean'
//!     + created_at   timestamp  NOT NULL  default now()
//!     + updated_at   timestamp  NOT NULL  default now()
//!     + primary key (customer_id)
//!     + check loyalty_account_points_not_negative_check (points >= 0)
//!     + foreign key loyalty_account_customer_id_fkey (customer_id) -> customer (id) on delete cascade
//!     + index loyalty_account_tier_idx (tier)
//! ```
//!
//! Data loss: down: the rows of table loyalty_account.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201201")
    .after("Migration202611201200")
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("create enum tier")
            .postgres(&[
                r#"CREATE TYPE "tier" AS ENUM ('bean', 'roaster', 'barista')"#,
            ]),
        step("create table loyalty_account")
            .postgres(&[
                r#"CREATE TABLE "loyalty_account" (
    "customer_id" uuid NOT NULL,
    "points" bigint NOT NULL DEFAULT 0,
    "tier" "tier" NOT NULL DEFAULT 'bean',
    "created_at" timestamptz NOT NULL DEFAULT now(),
    "updated_at" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "loyalty_account_pkey" PRIMARY KEY ("customer_id"),
    CONSTRAINT "loyalty_account_points_not_negative_check" CHECK (points >= 0),
    CONSTRAINT "loyalty_account_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE CASCADE
)"#,
                r#"CREATE INDEX "loyalty_account_tier_idx" ON "loyalty_account" ("tier")"#,
                r#"COMMENT ON TABLE "loyalty_account" IS 'Points of a customer.'"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `loyalty_account` (
    `customer_id` binary(16) NOT NULL,
    `points` bigint NOT NULL DEFAULT 0,
    `tier` enum('bean','roaster','barista') NOT NULL DEFAULT 'bean',
    `created_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    `updated_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    PRIMARY KEY (`customer_id`),
    INDEX `loyalty_account_tier_idx` (`tier`),
    CONSTRAINT `loyalty_account_points_not_negative_check` CHECK (points >= 0),
    CONSTRAINT `loyalty_account_customer_id_fkey` FOREIGN KEY (`customer_id`) REFERENCES `customer` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Points of a customer.'",
            ])
            .sqlite(&[
                r#"CREATE TABLE "loyalty_account" (
    "customer_id" BLOB NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "tier" TEXT NOT NULL DEFAULT 'bean',
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "loyalty_account_pkey" PRIMARY KEY ("customer_id"),
    CONSTRAINT "loyalty_account_points_not_negative_check" CHECK (points >= 0),
    CONSTRAINT "loyalty_account_tier_check" CHECK ("tier" IN ('bean', 'roaster', 'barista')),
    CONSTRAINT "loyalty_account_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE CASCADE
)"#,
                r#"CREATE INDEX "loyalty_account_tier_idx" ON "loyalty_account" ("tier")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "the rows of table loyalty_account" }, &[
        step("drop table loyalty_account")
            .postgres(&[
                r#"DROP TABLE "loyalty_account""#,
            ])
            .mariadb(&[
                "DROP TABLE `loyalty_account`",
            ])
            .rebuild_sqlite("loyalty_account", &[
                r#"DROP TABLE "loyalty_account""#,
            ]),
        step("drop enum tier")
            .postgres(&[
                r#"DROP TYPE "tier""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"create_enum":{"item":{"name":"tier","values":["bean","roaster","barista"]}}}
{"create_table":{"table":{"name":"loyalty_account","columns":[{"name":"customer_id","type":"uuid"},{"name":"points","type":"bigint","default":0},{"name":"tier","type":{"enum":"tier"},"default":"bean"},{"name":"created_at","type":"timestamp","default":{"sql":"now()"}},{"name":"updated_at","type":"timestamp","default":{"sql":"now()"}}],"primary_key":{"name":"loyalty_account_pkey","columns":["customer_id"]},"indexes":[{"name":"loyalty_account_tier_idx","parts":[{"column":"tier"}]}],"foreign_keys":[{"name":"loyalty_account_customer_id_fkey","columns":["customer_id"],"references":"customer","target":["id"],"on_delete":"cascade"}],"checks":[{"name":"loyalty_account_points_not_negative_check","expression":"points >= 0"}],"comment":"Points of a customer."}}}
"#;
