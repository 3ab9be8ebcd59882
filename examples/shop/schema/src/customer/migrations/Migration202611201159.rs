//! customer: change the type of `address.postcode`, change `customer.locale`
//!
//! ```text
//! ~ table address
//!     ~ postcode  integer -> string(12)
//! ~ table customer
//!     ~ locale  default 'en' -> 'de'
//! ```
//!
//! Data loss: down: what of address.postcode does not fit integer.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201159")
    .after("Migration202611201158")
    .requires(&[("blog", "Migration202611201158"), ("order", "Migration202611201158")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("change address.postcode from integer to string(12)")
            .expects_on(Mariadb, "address", "id,customer_id,kind,recipient,street,postcode,city,country,created_at,updated_at")
            .expects_on(Sqlite, "address", "id,customer_id,kind,recipient,street,postcode,city,country,created_at,updated_at")
            .postgres(&[
                r#"ALTER TABLE "address" ALTER COLUMN "postcode" TYPE varchar(12)"#,
            ])
            .mariadb(&[
                "ALTER TABLE `address` MODIFY COLUMN `postcode` varchar(12) COLLATE utf8mb4_bin NOT NULL",
            ])
            .rebuild_sqlite("address", &[
                r#"CREATE TABLE "strobila_new_address" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "customer_id" BLOB NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'delivery',
    "recipient" TEXT NOT NULL,
    "street" TEXT NOT NULL,
    "postcode" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "country" TEXT NOT NULL DEFAULT 'DE',
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "address_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "address_kind_check" CHECK ("kind" IN ('billing', 'delivery')),
    CONSTRAINT "address_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE CASCADE
)"#,
                r#"INSERT INTO "strobila_new_address" ("id", "customer_id", "kind", "recipient", "street", "postcode", "city", "country", "created_at", "updated_at")
SELECT "address"."id", "address"."customer_id", "address"."kind", "address"."recipient", "address"."street", CAST("address"."postcode" AS TEXT), "address"."city", "address"."country", "address"."created_at", "address"."updated_at"
FROM "address"
ORDER BY "address".rowid"#,
                r#"DROP TABLE "address""#,
                r#"ALTER TABLE "strobila_new_address" RENAME TO "address""#,
                r#"CREATE INDEX "address_country_postcode_idx" ON "address" ("country", "postcode")"#,
                r#"CREATE INDEX "address_customer_id_idx" ON "address" ("customer_id")"#,
            ]),
        step("change customer.locale")
            .expects_on(Sqlite, "customer", "id,email,live_email,full_name,phone,birthday,locale,default_address_id,created_at,updated_at,deleted_at")
            .postgres(&[
                r#"ALTER TABLE "customer" ALTER COLUMN "locale" SET DEFAULT 'de'"#,
            ])
            .mariadb(&[
                "ALTER TABLE `customer` ALTER COLUMN `locale` SET DEFAULT 'de'",
            ])
            .rebuild_sqlite("customer", &[
                r#"CREATE TABLE "strobila_new_customer" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "email" TEXT NOT NULL,
    "live_email" TEXT GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN lower(email) END) STORED,
    "full_name" TEXT NOT NULL,
    "phone" TEXT,
    "birthday" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'de',
    "default_address_id" BLOB,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "deleted_at" TEXT,
    CONSTRAINT "customer_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "customer_email_has_at_check" CHECK (email LIKE '%_@_%'),
    CONSTRAINT "customer_default_address_id_fkey" FOREIGN KEY ("default_address_id") REFERENCES "address" ("id") ON DELETE SET NULL
)"#,
                r#"INSERT INTO "strobila_new_customer" ("id", "email", "full_name", "phone", "birthday", "locale", "default_address_id", "created_at", "updated_at", "deleted_at")
SELECT "customer"."id", "customer"."email", "customer"."full_name", "customer"."phone", "customer"."birthday", "customer"."locale", "customer"."default_address_id", "customer"."created_at", "customer"."updated_at", "customer"."deleted_at"
FROM "customer"
ORDER BY "customer".rowid"#,
                r#"DROP TABLE "customer""#,
                r#"ALTER TABLE "strobila_new_customer" RENAME TO "customer""#,
                r#"CREATE INDEX "customer_default_address_id_idx" ON "customer" ("default_address_id")"#,
                r#"CREATE UNIQUE INDEX "customer_live_email_key" ON "customer" ("live_email")"#,
                r#"CREATE INDEX "customer_name_birthday_idx" ON "customer" ("full_name", "birthday")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "what of address.postcode does not fit integer" }, &[
        step("change address.postcode from string(12) to integer")
            .expects_on(Mariadb, "address", "id,customer_id,kind,recipient,street,postcode,city,country,created_at,updated_at")
            .expects_on(Sqlite, "address", "id,customer_id,kind,recipient,street,postcode,city,country,created_at,updated_at")
            .postgres(&[
                r#"ALTER TABLE "address" ALTER COLUMN "postcode" TYPE integer USING "postcode"::integer"#,
            ])
            .mariadb(&[
                "ALTER TABLE `address` MODIFY COLUMN `postcode` int NOT NULL",
            ])
            .rebuild_sqlite("address", &[
                r#"CREATE TABLE "strobila_new_address" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "customer_id" BLOB NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'delivery',
    "recipient" TEXT NOT NULL,
    "street" TEXT NOT NULL,
    "postcode" INTEGER NOT NULL,
    "city" TEXT NOT NULL,
    "country" TEXT NOT NULL DEFAULT 'DE',
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "address_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "address_kind_check" CHECK ("kind" IN ('billing', 'delivery')),
    CONSTRAINT "address_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE CASCADE
)"#,
                r#"INSERT INTO "strobila_new_address" ("id", "customer_id", "kind", "recipient", "street", "postcode", "city", "country", "created_at", "updated_at")
SELECT "address"."id", "address"."customer_id", "address"."kind", "address"."recipient", "address"."street", CASE WHEN "address"."postcode" IS NULL THEN NULL WHEN substr(trim("address"."postcode", char(32, 9, 10, 11, 12, 13)), 1 + (trim("address"."postcode", char(32, 9, 10, 11, 12, 13)) GLOB '[+-]*')) GLOB '[0-9]*' AND substr(trim("address"."postcode", char(32, 9, 10, 11, 12, 13)), 1 + (trim("address"."postcode", char(32, 9, 10, 11, 12, 13)) GLOB '[+-]*')) NOT GLOB '*[^0-9]*' AND ltrim(substr(trim("address"."postcode", char(32, 9, 10, 11, 12, 13)), 1 + (trim("address"."postcode", char(32, 9, 10, 11, 12, 13)) GLOB '[+-]*')), '0') = ltrim(CAST(CAST(trim("address"."postcode", char(32, 9, 10, 11, 12, 13)) AS INTEGER) AS TEXT), '-0') AND CAST(trim("address"."postcode", char(32, 9, 10, 11, 12, 13)) AS INTEGER) BETWEEN -2147483648 AND 2147483647 THEN CAST(trim("address"."postcode", char(32, 9, 10, 11, 12, 13)) AS INTEGER) ELSE json_extract('{}', '"address"."postcode" holds no whole number of 32 bits: ' || "address"."postcode") END, "address"."city", "address"."country", "address"."created_at", "address"."updated_at"
FROM "address"
ORDER BY "address".rowid"#,
                r#"DROP TABLE "address""#,
                r#"ALTER TABLE "strobila_new_address" RENAME TO "address""#,
                r#"CREATE INDEX "address_country_postcode_idx" ON "address" ("country", "postcode")"#,
                r#"CREATE INDEX "address_customer_id_idx" ON "address" ("customer_id")"#,
            ]),
        step("change customer.locale")
            .expects_on(Sqlite, "customer", "id,email,live_email,full_name,phone,birthday,locale,default_address_id,created_at,updated_at,deleted_at")
            .postgres(&[
                r#"ALTER TABLE "customer" ALTER COLUMN "locale" SET DEFAULT 'en'"#,
            ])
            .mariadb(&[
                "ALTER TABLE `customer` ALTER COLUMN `locale` SET DEFAULT 'en'",
            ])
            .rebuild_sqlite("customer", &[
                r#"CREATE TABLE "strobila_new_customer" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "email" TEXT NOT NULL,
    "live_email" TEXT GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN lower(email) END) STORED,
    "full_name" TEXT NOT NULL,
    "phone" TEXT,
    "birthday" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "default_address_id" BLOB,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "deleted_at" TEXT,
    CONSTRAINT "customer_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "customer_email_has_at_check" CHECK (email LIKE '%_@_%'),
    CONSTRAINT "customer_default_address_id_fkey" FOREIGN KEY ("default_address_id") REFERENCES "address" ("id") ON DELETE SET NULL
)"#,
                r#"INSERT INTO "strobila_new_customer" ("id", "email", "full_name", "phone", "birthday", "locale", "default_address_id", "created_at", "updated_at", "deleted_at")
SELECT "customer"."id", "customer"."email", "customer"."full_name", "customer"."phone", "customer"."birthday", "customer"."locale", "customer"."default_address_id", "customer"."created_at", "customer"."updated_at", "customer"."deleted_at"
FROM "customer"
ORDER BY "customer".rowid"#,
                r#"DROP TABLE "customer""#,
                r#"ALTER TABLE "strobila_new_customer" RENAME TO "customer""#,
                r#"CREATE INDEX "customer_default_address_id_idx" ON "customer" ("default_address_id")"#,
                r#"CREATE UNIQUE INDEX "customer_live_email_key" ON "customer" ("live_email")"#,
                r#"CREATE INDEX "customer_name_birthday_idx" ON "customer" ("full_name", "birthday")"#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"alter_column":{"table":"address","from":{"name":"postcode","type":"integer"},"to":{"name":"postcode","type":"string(12)"}}}
{"alter_column":{"table":"customer","from":{"name":"locale","type":"string(12)","default":"en","comment":"BCP 47."},"to":{"name":"locale","type":"string(12)","default":"de","comment":"BCP 47."}}}
"#;
