//! order: add index `shipment_warehouse_code_idx`, add foreign key `shipment_warehouse_code_fkey`
//!
//! ```text
//! ~ table shipment
//!     + index shipment_warehouse_code_idx (warehouse_code)
//!     + foreign key shipment_warehouse_code_fkey (warehouse_code) -> warehouse (code) on delete restrict on update cascade
//! ```
//!
//! Data loss: none.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201159")
    .after("Migration202611201158")
    .requires(&[("inventory", "Migration202611201158")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("add index shipment_warehouse_code_idx; add foreign key shipment_warehouse_code_fkey")
            .expects_on(Sqlite, "shipment", "id,order_id,warehouse_code,carrier,tracking_code,handed_over_at")
            .postgres(&[
                r#"CREATE INDEX "shipment_warehouse_code_idx" ON "shipment" ("warehouse_code")"#,
                r#"ALTER TABLE "shipment" ADD CONSTRAINT "shipment_warehouse_code_fkey" FOREIGN KEY ("warehouse_code") REFERENCES "warehouse" ("code") ON DELETE RESTRICT ON UPDATE CASCADE"#,
            ])
            .mariadb(&[
                "ALTER TABLE `shipment` ADD INDEX `shipment_warehouse_code_idx` (`warehouse_code`)",
                "ALTER TABLE `shipment` ADD CONSTRAINT `shipment_warehouse_code_fkey` FOREIGN KEY (`warehouse_code`) REFERENCES `warehouse` (`code`) ON UPDATE CASCADE",
            ])
            .rebuild_sqlite("shipment", &[
                r#"CREATE TABLE "strobila_new_shipment" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "order_id" BLOB NOT NULL,
    "warehouse_code" TEXT NOT NULL,
    "carrier" TEXT NOT NULL DEFAULT 'dhl',
    "tracking_code" TEXT,
    "handed_over_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "shipment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "shipment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE RESTRICT,
    CONSTRAINT "shipment_warehouse_code_fkey" FOREIGN KEY ("warehouse_code") REFERENCES "warehouse" ("code") ON DELETE RESTRICT ON UPDATE CASCADE
)"#,
                r#"INSERT INTO "strobila_new_shipment" ("id", "order_id", "warehouse_code", "carrier", "tracking_code", "handed_over_at")
SELECT "shipment"."id", "shipment"."order_id", "shipment"."warehouse_code", "shipment"."carrier", "shipment"."tracking_code", "shipment"."handed_over_at"
FROM "shipment"
ORDER BY "shipment".rowid"#,
                r#"DROP TABLE "shipment""#,
                r#"ALTER TABLE "strobila_new_shipment" RENAME TO "shipment""#,
                r#"CREATE INDEX "shipment_order_id_idx" ON "shipment" ("order_id")"#,
                r#"CREATE INDEX "shipment_warehouse_code_idx" ON "shipment" ("warehouse_code")"#,
            ]),
    ])
    .down(Down::Exact, &[
        step("drop foreign key shipment_warehouse_code_fkey; drop index shipment_warehouse_code_idx")
            .expects_on(Sqlite, "shipment", "id,order_id,warehouse_code,carrier,tracking_code,handed_over_at")
            .postgres(&[
                r#"ALTER TABLE "shipment" DROP CONSTRAINT "shipment_warehouse_code_fkey""#,
                r#"DROP INDEX "shipment_warehouse_code_idx""#,
            ])
            .mariadb(&[
                "ALTER TABLE `shipment` DROP FOREIGN KEY `shipment_warehouse_code_fkey`",
                "ALTER TABLE `shipment` DROP INDEX `shipment_warehouse_code_idx`",
            ])
            .rebuild_sqlite("shipment", &[
                r#"CREATE TABLE "strobila_new_shipment" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "order_id" BLOB NOT NULL,
    "warehouse_code" TEXT NOT NULL,
    "carrier" TEXT NOT NULL DEFAULT 'dhl',
    "tracking_code" TEXT,
    "handed_over_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "shipment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "shipment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE RESTRICT
)"#,
                r#"INSERT INTO "strobila_new_shipment" ("id", "order_id", "warehouse_code", "carrier", "tracking_code", "handed_over_at")
SELECT "shipment"."id", "shipment"."order_id", "shipment"."warehouse_code", "shipment"."carrier", "shipment"."tracking_code", "shipment"."handed_over_at"
FROM "shipment"
ORDER BY "shipment".rowid"#,
                r#"DROP INDEX "shipment_warehouse_code_idx""#,
                r#"DROP TABLE "shipment""#,
                r#"ALTER TABLE "strobila_new_shipment" RENAME TO "shipment""#,
                r#"CREATE INDEX "shipment_order_id_idx" ON "shipment" ("order_id")"#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"add_index":{"table":"shipment","index":{"name":"shipment_warehouse_code_idx","parts":[{"column":"warehouse_code"}]}}}
{"add_foreign_key":{"table":"shipment","foreign_key":{"name":"shipment_warehouse_code_fkey","columns":["warehouse_code"],"references":"warehouse","target":["code"],"on_delete":"restrict","on_update":"cascade"}}}
"#;
