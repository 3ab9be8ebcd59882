//! inventory: add column `warehouse.closes_at`, add check `stock_reserved_is_on_hand_check`
//!
//! ```text
//! ~ table warehouse
//!     + closes_at  time  NOT NULL  default '17:00:00'
//! ~ table stock
//!     + check stock_reserved_is_on_hand_check (reserved BETWEEN 0 AND on_hand)
//! ```
//!
//! Data loss: down: the values of warehouse.closes_at.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201158")
    .after("Migration202611201157")
    .requires(&[("catalog", "Migration202611201158")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("add warehouse.closes_at")
            .postgres(&[
                r#"ALTER TABLE "warehouse" ADD COLUMN "closes_at" time NOT NULL DEFAULT '17:00:00'"#,
            ])
            .mariadb(&[
                "ALTER TABLE `warehouse` ADD COLUMN `closes_at` time(6) NOT NULL DEFAULT '17:00:00.000000'",
            ])
            .sqlite(&[
                r#"ALTER TABLE "warehouse" ADD COLUMN "closes_at" TEXT NOT NULL DEFAULT '17:00:00'"#,
            ]),
        step("add check stock_reserved_is_on_hand_check")
            .expects_on(Sqlite, "stock", "warehouse_code,variant_id,on_hand,reserved,available")
            .postgres(&[
                r#"ALTER TABLE "stock" ADD CONSTRAINT "stock_reserved_is_on_hand_check" CHECK (reserved BETWEEN 0 AND on_hand)"#,
            ])
            .mariadb(&[
                "ALTER TABLE `stock` ADD CONSTRAINT `stock_reserved_is_on_hand_check` CHECK (reserved BETWEEN 0 AND on_hand)",
            ])
            .rebuild_sqlite("stock", &[
                r#"CREATE TABLE "strobila_new_stock" (
    "warehouse_code" TEXT NOT NULL,
    "variant_id" BLOB NOT NULL,
    "on_hand" INTEGER NOT NULL DEFAULT 0,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "available" INTEGER NOT NULL GENERATED ALWAYS AS (on_hand - reserved) STORED,
    CONSTRAINT "stock_pkey" PRIMARY KEY ("warehouse_code", "variant_id"),
    CONSTRAINT "stock_on_hand_not_negative_check" CHECK (on_hand >= 0),
    CONSTRAINT "stock_reserved_is_on_hand_check" CHECK (reserved BETWEEN 0 AND on_hand),
    CONSTRAINT "stock_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "product_variant" ("id") ON DELETE CASCADE,
    CONSTRAINT "stock_warehouse_code_fkey" FOREIGN KEY ("warehouse_code") REFERENCES "warehouse" ("code") ON DELETE RESTRICT ON UPDATE CASCADE
)"#,
                r#"INSERT INTO "strobila_new_stock" ("warehouse_code", "variant_id", "on_hand", "reserved")
SELECT "stock"."warehouse_code", "stock"."variant_id", "stock"."on_hand", "stock"."reserved"
FROM "stock"
ORDER BY "stock".rowid"#,
                r#"DROP TABLE "stock""#,
                r#"ALTER TABLE "strobila_new_stock" RENAME TO "stock""#,
                r#"CREATE INDEX "stock_variant_id_idx" ON "stock" ("variant_id")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "the values of warehouse.closes_at" }, &[
        step("drop check stock_reserved_is_on_hand_check")
            .expects_on(Sqlite, "stock", "warehouse_code,variant_id,on_hand,reserved,available")
            .postgres(&[
                r#"ALTER TABLE "stock" DROP CONSTRAINT "stock_reserved_is_on_hand_check""#,
            ])
            .mariadb(&[
                "ALTER TABLE `stock` DROP CONSTRAINT `stock_reserved_is_on_hand_check`",
            ])
            .rebuild_sqlite("stock", &[
                r#"CREATE TABLE "strobila_new_stock" (
    "warehouse_code" TEXT NOT NULL,
    "variant_id" BLOB NOT NULL,
    "on_hand" INTEGER NOT NULL DEFAULT 0,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "available" INTEGER NOT NULL GENERATED ALWAYS AS (on_hand - reserved) STORED,
    CONSTRAINT "stock_pkey" PRIMARY KEY ("warehouse_code", "variant_id"),
    CONSTRAINT "stock_on_hand_not_negative_check" CHECK (on_hand >= 0),
    CONSTRAINT "stock_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "product_variant" ("id") ON DELETE CASCADE,
    CONSTRAINT "stock_warehouse_code_fkey" FOREIGN KEY ("warehouse_code") REFERENCES "warehouse" ("code") ON DELETE RESTRICT ON UPDATE CASCADE
)"#,
                r#"INSERT INTO "strobila_new_stock" ("warehouse_code", "variant_id", "on_hand", "reserved")
SELECT "stock"."warehouse_code", "stock"."variant_id", "stock"."on_hand", "stock"."reserved"
FROM "stock"
ORDER BY "stock".rowid"#,
                r#"DROP TABLE "stock""#,
                r#"ALTER TABLE "strobila_new_stock" RENAME TO "stock""#,
                r#"CREATE INDEX "stock_variant_id_idx" ON "stock" ("variant_id")"#,
            ]),
        step("drop warehouse.closes_at")
            .postgres(&[
                r#"ALTER TABLE "warehouse" DROP COLUMN "closes_at""#,
            ])
            .mariadb(&[
                "ALTER TABLE `warehouse` DROP COLUMN `closes_at`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "warehouse" DROP COLUMN "closes_at""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"add_column":{"table":"warehouse","column":{"name":"closes_at","type":"time","default":"17:00:00"}}}
{"add_check":{"table":"stock","check":{"name":"stock_reserved_is_on_hand_check","expression":"reserved BETWEEN 0 AND on_hand"}}}
"#;
