//! order: rename value `order_status.sent` to `shipped`, add value `order_status.refunded`, and 2 more changes
//!
//! ```text
//! ~ enum order_status
//!     > sent -> shipped
//!     + refunded (the way down fails while a row holds it)
//! ~ table payment
//!     ~ amount  decimal(10,2) -> decimal(12,2)
//!     + check payment_amount_positive_check (postgres: amount > 0 | mysql: amount > 0 | sqlite: CAST(amount AS REAL) > 0)
//! ```
//!
//! Data loss: none.
//!
//! The way down fails, and loses nothing, while a row holds order_status.refunded.
//!
//! Where a row stops it on mariadb, the statements before stay: put the row right and run it again, which goes on there.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201158")
    .after("Migration202611201157")
    .requires(&[("customer", "Migration202611201158")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("rename value sent of enum order_status to shipped")
            .postgres(&[
                r#"ALTER TYPE "order_status" RENAME VALUE 'sent' TO 'shipped'"#,
            ]),
        step("add value refunded to enum order_status")
            .postgres(&[
                r#"ALTER TYPE "order_status" ADD VALUE 'refunded'"#,
            ]),
        step("drop check order_placed_unless_cart_check")
            .mariadb(&[
                "ALTER TABLE `order` DROP CONSTRAINT `order_placed_unless_cart_check`",
            ]),
        step("change payment.amount from decimal(10,2) to decimal(12,2)")
            .postgres(&[
                r#"ALTER TABLE "payment" ALTER COLUMN "amount" TYPE numeric(12,2)"#,
            ]),
        step("change order.status from enum('cart','placed','paid','sent','cancelled') to enum('cart','placed','paid','shipped','cancelled','refunded')")
            .expects("order", "id,reference,customer_id,status,cart_of,currency,total,delivery_address,placed_at,created_at,updated_at")
            .mariadb(&[
                "ALTER TABLE `order` MODIFY COLUMN `status` enum('cart','placed','paid','shipped','cancelled','refunded','sent') COLLATE utf8mb4_bin NOT NULL",
                r"UPDATE `order`
SET `status` = CASE `status` WHEN 'sent' THEN 'shipped' ELSE `status` END",
                "ALTER TABLE `order` MODIFY COLUMN `status` enum('cart','placed','paid','shipped','cancelled','refunded') COLLATE utf8mb4_bin NOT NULL DEFAULT 'cart'",
            ]),
        step("change payment.amount from decimal(10,2) to decimal(12,2)")
            .expects("payment", "id,order_id,provider,provider_reference,amount,captured_at,created_at,updated_at")
            .mariadb(&[
                "ALTER TABLE `payment` MODIFY COLUMN `amount` decimal(12,2) NOT NULL",
            ]),
        step("convert the values of order.status; replace check order_status_check")
            .expects("order", "id,reference,customer_id,status,cart_of,currency,total,delivery_address,placed_at,created_at,updated_at")
            .rebuild_sqlite("order", &[
                r#"CREATE TABLE "strobila_new_order" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "reference" TEXT NOT NULL DEFAULT (upper(hex(randomblob(5)))),
    "customer_id" BLOB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'cart',
    "cart_of" BLOB GENERATED ALWAYS AS (CASE WHEN status = 'cart' THEN customer_id END) STORED,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "total" TEXT NOT NULL DEFAULT '0.00',
    "delivery_address" TEXT,
    "placed_at" TEXT,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "order_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "order_placed_unless_cart_check" CHECK (status = 'cart' OR placed_at IS NOT NULL),
    CONSTRAINT "order_status_check" CHECK ("status" IN ('cart', 'placed', 'paid', 'shipped', 'cancelled', 'refunded')),
    CONSTRAINT "order_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT
)"#,
                r#"INSERT INTO "strobila_new_order" ("id", "reference", "customer_id", "status", "currency", "total", "delivery_address", "placed_at", "created_at", "updated_at")
SELECT "order"."id", "order"."reference", "order"."customer_id", CASE "status" WHEN 'sent' THEN 'shipped' ELSE "status" END, "order"."currency", "order"."total", "order"."delivery_address", "order"."placed_at", "order"."created_at", "order"."updated_at"
FROM "order"
ORDER BY "order".rowid"#,
                r#"DROP TABLE "order""#,
                r#"ALTER TABLE "strobila_new_order" RENAME TO "order""#,
                r#"CREATE UNIQUE INDEX "order_cart_key" ON "order" ("cart_of")"#,
                r#"CREATE INDEX "order_customer_id_placed_at_idx" ON "order" ("customer_id", "placed_at" DESC)"#,
                r#"CREATE UNIQUE INDEX "order_reference_key" ON "order" ("reference")"#,
            ]),
        step("add check payment_amount_positive_check")
            .expects_on(Sqlite, "payment", "id,order_id,provider,provider_reference,amount,captured_at,created_at,updated_at")
            .postgres(&[
                r#"ALTER TABLE "payment" ADD CONSTRAINT "payment_amount_positive_check" CHECK (amount > 0)"#,
            ])
            .mariadb(&[
                "ALTER TABLE `payment` ADD CONSTRAINT `payment_amount_positive_check` CHECK (amount > 0)",
            ])
            .rebuild_sqlite("payment", &[
                r#"CREATE TABLE "strobila_new_payment" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "order_id" BLOB NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_reference" TEXT NOT NULL,
    "amount" TEXT NOT NULL,
    "captured_at" TEXT,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "payment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "payment_amount_positive_check" CHECK (CAST(amount AS REAL) > 0),
    CONSTRAINT "payment_provider_check" CHECK ("provider" IN ('card', 'transfer', 'paypal')),
    CONSTRAINT "payment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE RESTRICT
)"#,
                r#"INSERT INTO "strobila_new_payment" ("id", "order_id", "provider", "provider_reference", "amount", "captured_at", "created_at", "updated_at")
SELECT "payment"."id", "payment"."order_id", "payment"."provider", "payment"."provider_reference", "payment"."amount", "payment"."captured_at", "payment"."created_at", "payment"."updated_at"
FROM "payment"
ORDER BY "payment".rowid"#,
                r#"DROP TABLE "payment""#,
                r#"ALTER TABLE "strobila_new_payment" RENAME TO "payment""#,
                r#"CREATE INDEX "payment_order_id_idx" ON "payment" ("order_id")"#,
                r#"CREATE UNIQUE INDEX "payment_provider_provider_reference_key" ON "payment" ("provider", "provider_reference")"#,
            ]),
        step("add check order_placed_unless_cart_check")
            .mariadb(&[
                "ALTER TABLE `order` ADD CONSTRAINT `order_placed_unless_cart_check` CHECK (status = 'cart' OR placed_at IS NOT NULL)",
            ]),
    ])
    .down(Down::Exact, &[
        step("rename value shipped of enum order_status to sent")
            .postgres(&[
                r#"ALTER TYPE "order_status" RENAME VALUE 'shipped' TO 'sent'"#,
            ]),
        step("drop check payment_amount_positive_check")
            .postgres(&[
                r#"ALTER TABLE "payment" DROP CONSTRAINT "payment_amount_positive_check""#,
            ]),
        step("drop check order_placed_unless_cart_check")
            .postgres(&[
                r#"ALTER TABLE "order" DROP CONSTRAINT "order_placed_unless_cart_check""#,
            ]),
        step("drop check payment_amount_positive_check")
            .mariadb(&[
                "ALTER TABLE `payment` DROP CONSTRAINT `payment_amount_positive_check`",
            ]),
        step("drop check order_placed_unless_cart_check")
            .mariadb(&[
                "ALTER TABLE `order` DROP CONSTRAINT `order_placed_unless_cart_check`",
            ]),
        step("change order.status from enum('cart','placed','paid','shipped','cancelled','refunded') to enum('cart','placed','paid','sent','cancelled')")
            .expects("order", "id,reference,customer_id,status,cart_of,currency,total,delivery_address,placed_at,created_at,updated_at")
            .mariadb(&[
                "ALTER TABLE `order` MODIFY COLUMN `status` enum('cart','placed','paid','sent','cancelled','shipped','refunded') COLLATE utf8mb4_bin NOT NULL",
                r"UPDATE `order`
SET `status` = CASE `status` WHEN 'shipped' THEN 'sent' ELSE `status` END",
                "ALTER TABLE `order` MODIFY COLUMN `status` enum('cart','placed','paid','sent','cancelled') COLLATE utf8mb4_bin NOT NULL DEFAULT 'cart'",
            ]),
        step("convert the values of order.status; replace check order_status_check")
            .expects("order", "id,reference,customer_id,status,cart_of,currency,total,delivery_address,placed_at,created_at,updated_at")
            .rebuild_sqlite("order", &[
                r#"CREATE TABLE "strobila_new_order" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "reference" TEXT NOT NULL DEFAULT (upper(hex(randomblob(5)))),
    "customer_id" BLOB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'cart',
    "cart_of" BLOB GENERATED ALWAYS AS (CASE WHEN status = 'cart' THEN customer_id END) STORED,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "total" TEXT NOT NULL DEFAULT '0.00',
    "delivery_address" TEXT,
    "placed_at" TEXT,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "order_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "order_placed_unless_cart_check" CHECK (status = 'cart' OR placed_at IS NOT NULL),
    CONSTRAINT "order_status_check" CHECK ("status" IN ('cart', 'placed', 'paid', 'sent', 'cancelled')),
    CONSTRAINT "order_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT
)"#,
                r#"INSERT INTO "strobila_new_order" ("id", "reference", "customer_id", "status", "currency", "total", "delivery_address", "placed_at", "created_at", "updated_at")
SELECT "order"."id", "order"."reference", "order"."customer_id", CASE "status" WHEN 'shipped' THEN 'sent' ELSE "status" END, "order"."currency", "order"."total", "order"."delivery_address", "order"."placed_at", "order"."created_at", "order"."updated_at"
FROM "order"
ORDER BY "order".rowid"#,
                r#"DROP TABLE "order""#,
                r#"ALTER TABLE "strobila_new_order" RENAME TO "order""#,
                r#"CREATE UNIQUE INDEX "order_cart_key" ON "order" ("cart_of")"#,
                r#"CREATE INDEX "order_customer_id_placed_at_idx" ON "order" ("customer_id", "placed_at" DESC)"#,
                r#"CREATE UNIQUE INDEX "order_reference_key" ON "order" ("reference")"#,
            ]),
        step("drop check payment_amount_positive_check")
            .expects("payment", "id,order_id,provider,provider_reference,amount,captured_at,created_at,updated_at")
            .rebuild_sqlite("payment", &[
                r#"CREATE TABLE "strobila_new_payment" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "order_id" BLOB NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_reference" TEXT NOT NULL,
    "amount" TEXT NOT NULL,
    "captured_at" TEXT,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "payment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "payment_provider_check" CHECK ("provider" IN ('card', 'transfer', 'paypal')),
    CONSTRAINT "payment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE RESTRICT
)"#,
                r#"INSERT INTO "strobila_new_payment" ("id", "order_id", "provider", "provider_reference", "amount", "captured_at", "created_at", "updated_at")
SELECT "payment"."id", "payment"."order_id", "payment"."provider", "payment"."provider_reference", "payment"."amount", "payment"."captured_at", "payment"."created_at", "payment"."updated_at"
FROM "payment"
ORDER BY "payment".rowid"#,
                r#"DROP TABLE "payment""#,
                r#"ALTER TABLE "strobila_new_payment" RENAME TO "payment""#,
                r#"CREATE INDEX "payment_order_id_idx" ON "payment" ("order_id")"#,
                r#"CREATE UNIQUE INDEX "payment_provider_provider_reference_key" ON "payment" ("provider", "provider_reference")"#,
            ]),
        step("replace the values of enum order_status")
            .expects("order_status", "cart,placed,paid,sent,cancelled,refunded")
            .postgres(&[
                r#"CREATE TYPE "strobila_new_order_status" AS ENUM ('cart', 'placed', 'paid', 'sent', 'cancelled')"#,
                r#"DROP INDEX "order_cart_key""#,
                r#"ALTER TABLE "order" DROP COLUMN "cart_of""#,
                r#"ALTER TABLE "order"
    ALTER COLUMN "status" DROP DEFAULT,
    ALTER COLUMN "status" TYPE "strobila_new_order_status" USING "status"::text::"strobila_new_order_status""#,
                r#"DROP TYPE "order_status""#,
                r#"ALTER TYPE "strobila_new_order_status" RENAME TO "order_status""#,
                r#"ALTER TABLE "order" ALTER COLUMN "status" SET DEFAULT 'cart'"#,
                r#"ALTER TABLE "order" ADD COLUMN "cart_of" uuid GENERATED ALWAYS AS (CASE WHEN status = 'cart' THEN customer_id END) STORED"#,
                r#"COMMENT ON COLUMN "order"."cart_of" IS 'The customer whose cart it is: everybody has one at most.'"#,
                r#"CREATE UNIQUE INDEX "order_cart_key" ON "order" ("cart_of")"#,
            ]),
        step("change payment.amount from decimal(12,2) to decimal(10,2)")
            .expects_on(Mariadb, "payment", "id,order_id,provider,provider_reference,amount,captured_at,created_at,updated_at")
            .postgres(&[
                r#"ALTER TABLE "payment" ALTER COLUMN "amount" TYPE numeric(10,2)"#,
            ])
            .mariadb(&[
                "ALTER TABLE `payment` MODIFY COLUMN `amount` decimal(10,2) NOT NULL",
            ]),
        step("add check order_placed_unless_cart_check")
            .postgres(&[
                r#"ALTER TABLE "order" ADD CONSTRAINT "order_placed_unless_cart_check" CHECK (status = 'cart' OR placed_at IS NOT NULL)"#,
            ])
            .mariadb(&[
                "ALTER TABLE `order` ADD CONSTRAINT `order_placed_unless_cart_check` CHECK (status = 'cart' OR placed_at IS NOT NULL)",
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"rename_enum_value":{"name":"order_status","from":"sent","to":"shipped"}}
{"add_enum_value":{"name":"order_status","value":"refunded"}}
{"alter_column":{"table":"payment","from":{"name":"amount","type":"decimal(10,2)"},"to":{"name":"amount","type":"decimal(12,2)"}}}
{"add_check":{"table":"payment","check":{"name":"payment_amount_positive_check","expression":{"postgres":"amount > 0","mysql":"amount > 0","sqlite":"CAST(amount AS REAL) > 0"}}}}
"#;
