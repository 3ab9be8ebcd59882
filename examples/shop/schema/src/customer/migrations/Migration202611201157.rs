//! customer: create enum `address_kind`, create table `address`, create table `customer`, and 1 more change
//!
//! ```text
//! + enum address_kind: billing, delivery
//! + table address
//!     + id           uuid          NOT NULL  default uuid()
//!     + customer_id  uuid          NOT NULL
//!     + kind         address_kind  NOT NULL  default 'delivery'
//!     + recipient    text          NOT NULL
//!     + street       text          NOT NULL
//!     + postcode     integer       NOT NULL
//!     + city         text          NOT NULL
//!     + country      string(2)     NOT NULL  default 'DE'
//!     + created_at   timestamp     NOT NULL  default now()
//!     + updated_at   timestamp     NOT NULL  default now()
//!     + primary key (id)
//!     + index address_country_postcode_idx (country, postcode)
//!     + index address_customer_id_idx (customer_id)
//!     + foreign key address_customer_id_fkey (customer_id) -> customer (id) on delete cascade
//! + table customer
//!     + id                  uuid         NOT NULL  default uuid()
//!     + email               string(255)  NOT NULL
//!     + live_email          string(255)            as (CASE WHEN deleted_at IS NULL THEN lower(email) END) stored
//!     + name                string(120)  NOT NULL
//!     + phone               text
//!     + fax                 text
//!     + birthday            date
//!     + locale              string(12)   NOT NULL  default 'en'
//!     + default_address_id  uuid
//!     + created_at          timestamp    NOT NULL  default now()
//!     + updated_at          timestamp    NOT NULL  default now()
//!     + deleted_at          timestamp
//!     + primary key (id)
//!     + check customer_email_has_at_check (email LIKE '%_@_%')
//!     + foreign key customer_default_address_id_fkey (default_address_id) -> address (id) on delete set null
//!     + index customer_default_address_id_idx (default_address_id)
//!     + unique index customer_live_email_key (live_email)
//!     + index customer_name_birthday_idx (name, birthday)
//! ```
//!
//! Data loss: down: the rows of table address; the rows of table customer.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201157")
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("create enum address_kind")
            .postgres(&[
                r#"CREATE TYPE "address_kind" AS ENUM ('billing', 'delivery')"#,
            ]),
        step("create table address; create table customer; add foreign key address_customer_id_fkey")
            .postgres(&[
                r#"CREATE TABLE "address" (
    "id" uuid NOT NULL DEFAULT gen_random_uuid(),
    "customer_id" uuid NOT NULL,
    "kind" "address_kind" NOT NULL DEFAULT 'delivery',
    "recipient" text NOT NULL,
    "street" text NOT NULL,
    "postcode" integer NOT NULL,
    "city" text NOT NULL,
    "country" varchar(2) NOT NULL DEFAULT 'DE',
    "created_at" timestamptz NOT NULL DEFAULT now(),
    "updated_at" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "address_pkey" PRIMARY KEY ("id")
)"#,
                r#"CREATE INDEX "address_country_postcode_idx" ON "address" ("country", "postcode")"#,
                r#"CREATE INDEX "address_customer_id_idx" ON "address" ("customer_id")"#,
                r#"COMMENT ON TABLE "address" IS 'Where a customer lives.'"#,
                r#"COMMENT ON COLUMN "address"."country" IS 'ISO 3166, two letters.'"#,
                r#"CREATE TABLE "customer" (
    "id" uuid NOT NULL DEFAULT gen_random_uuid(),
    "email" varchar(255) NOT NULL,
    "live_email" varchar(255) GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN lower(email) END) STORED,
    "name" varchar(120) NOT NULL,
    "phone" text,
    "fax" text,
    "birthday" date,
    "locale" varchar(12) NOT NULL DEFAULT 'en',
    "default_address_id" uuid,
    "created_at" timestamptz NOT NULL DEFAULT now(),
    "updated_at" timestamptz NOT NULL DEFAULT now(),
    "deleted_at" timestamptz,
    CONSTRAINT "customer_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "customer_email_has_at_check" CHECK (email LIKE '%_@_%'),
    CONSTRAINT "customer_default_address_id_fkey" FOREIGN KEY ("default_address_id") REFERENCES "address" ("id") ON DELETE SET NULL
)"#,
                r#"CREATE INDEX "customer_default_address_id_idx" ON "customer" ("default_address_id")"#,
                r#"CREATE UNIQUE INDEX "customer_live_email_key" ON "customer" ("live_email")"#,
                r#"CREATE INDEX "customer_name_birthday_idx" ON "customer" ("name", "birthday")"#,
                r#"COMMENT ON TABLE "customer" IS 'A person with an account.'"#,
                r#"COMMENT ON COLUMN "customer"."live_email" IS 'Who may not sign up twice: the address in lower case, until the account is deleted.'"#,
                r#"COMMENT ON COLUMN "customer"."locale" IS 'BCP 47.'"#,
                r#"ALTER TABLE "address" ADD CONSTRAINT "address_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE CASCADE"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `address` (
    `id` binary(16) NOT NULL DEFAULT (unhex(replace(uuid(),'-',''))),
    `customer_id` binary(16) NOT NULL,
    `kind` enum('billing','delivery') NOT NULL DEFAULT 'delivery',
    `recipient` longtext NOT NULL,
    `street` longtext NOT NULL,
    `postcode` int NOT NULL,
    `city` longtext NOT NULL,
    `country` varchar(2) NOT NULL DEFAULT 'DE' COMMENT 'ISO 3166, two letters.',
    `created_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    `updated_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    PRIMARY KEY (`id`),
    INDEX `address_country_postcode_idx` (`country`, `postcode`),
    INDEX `address_customer_id_idx` (`customer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Where a customer lives.'",
                r"CREATE TABLE `customer` (
    `id` binary(16) NOT NULL DEFAULT (unhex(replace(uuid(),'-',''))),
    `email` varchar(255) NOT NULL,
    `live_email` varchar(255) GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN lower(email) END) STORED COMMENT 'Who may not sign up twice: the address in lower case, until the account is deleted.',
    `name` varchar(120) NOT NULL,
    `phone` longtext NULL DEFAULT NULL,
    `fax` longtext NULL DEFAULT NULL,
    `birthday` date NULL DEFAULT NULL,
    `locale` varchar(12) NOT NULL DEFAULT 'en' COMMENT 'BCP 47.',
    `default_address_id` binary(16) NULL DEFAULT NULL,
    `created_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    `updated_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    `deleted_at` timestamp(6) NULL DEFAULT NULL,
    PRIMARY KEY (`id`),
    INDEX `customer_default_address_id_idx` (`default_address_id`),
    UNIQUE INDEX `customer_live_email_key` (`live_email`),
    INDEX `customer_name_birthday_idx` (`name`, `birthday`),
    CONSTRAINT `customer_email_has_at_check` CHECK (email LIKE '%_@_%'),
    CONSTRAINT `customer_default_address_id_fkey` FOREIGN KEY (`default_address_id`) REFERENCES `address` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='A person with an account.'",
                "ALTER TABLE `address` ADD CONSTRAINT `address_customer_id_fkey` FOREIGN KEY (`customer_id`) REFERENCES `customer` (`id`) ON DELETE CASCADE",
            ])
            .sqlite(&[
                r#"CREATE TABLE "address" (
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
                r#"CREATE INDEX "address_country_postcode_idx" ON "address" ("country", "postcode")"#,
                r#"CREATE INDEX "address_customer_id_idx" ON "address" ("customer_id")"#,
                r#"CREATE TABLE "customer" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "email" TEXT NOT NULL,
    "live_email" TEXT GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN lower(email) END) STORED,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "fax" TEXT,
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
                r#"CREATE INDEX "customer_default_address_id_idx" ON "customer" ("default_address_id")"#,
                r#"CREATE UNIQUE INDEX "customer_live_email_key" ON "customer" ("live_email")"#,
                r#"CREATE INDEX "customer_name_birthday_idx" ON "customer" ("name", "birthday")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "the rows of table address; the rows of table customer" }, &[
        step("drop foreign key address_customer_id_fkey")
            .postgres(&[
                r#"ALTER TABLE "address" DROP CONSTRAINT "address_customer_id_fkey""#,
            ]),
        step("drop table customer")
            .postgres(&[
                r#"DROP TABLE "customer""#,
            ]),
        step("drop table address")
            .postgres(&[
                r#"DROP TABLE "address""#,
            ]),
        step("drop foreign key address_customer_id_fkey")
            .mariadb(&[
                "ALTER TABLE `address` DROP FOREIGN KEY `address_customer_id_fkey`",
            ]),
        step("drop table customer")
            .mariadb(&[
                "DROP TABLE `customer`",
            ]),
        step("drop table address")
            .mariadb(&[
                "DROP TABLE `address`",
            ]),
        step("drop table customer")
            .rebuild_sqlite("customer", &[
                r#"DROP TABLE "customer""#,
            ]),
        step("drop foreign key address_customer_id_fkey; drop table address")
            .rebuild_sqlite("address", &[
                r#"DROP TABLE "address""#,
            ]),
        step("drop enum address_kind")
            .postgres(&[
                r#"DROP TYPE "address_kind""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"create_enum":{"item":{"name":"address_kind","values":["billing","delivery"]}}}
{"create_table":{"table":{"name":"address","columns":[{"name":"id","type":"uuid","default":{"sql":"uuid()"}},{"name":"customer_id","type":"uuid"},{"name":"kind","type":{"enum":"address_kind"},"default":"delivery"},{"name":"recipient","type":"text"},{"name":"street","type":"text"},{"name":"postcode","type":"integer"},{"name":"city","type":"text"},{"name":"country","type":"string(2)","default":"DE","comment":"ISO 3166, two letters."},{"name":"created_at","type":"timestamp","default":{"sql":"now()"}},{"name":"updated_at","type":"timestamp","default":{"sql":"now()"}}],"primary_key":{"name":"address_pkey","columns":["id"]},"indexes":[{"name":"address_country_postcode_idx","parts":[{"column":"country"},{"column":"postcode"}]},{"name":"address_customer_id_idx","parts":[{"column":"customer_id"}]}],"comment":"Where a customer lives."}}}
{"create_table":{"table":{"name":"customer","columns":[{"name":"id","type":"uuid","default":{"sql":"uuid()"}},{"name":"email","type":"string(255)"},{"name":"live_email","type":"string(255)","nullable":true,"generated":{"expression":"CASE WHEN deleted_at IS NULL THEN lower(email) END","stored":true},"comment":"Who may not sign up twice: the address in lower case, until the account is deleted."},{"name":"name","type":"string(120)"},{"name":"phone","type":"text","nullable":true},{"name":"fax","type":"text","nullable":true},{"name":"birthday","type":"date","nullable":true},{"name":"locale","type":"string(12)","default":"en","comment":"BCP 47."},{"name":"default_address_id","type":"uuid","nullable":true},{"name":"created_at","type":"timestamp","default":{"sql":"now()"}},{"name":"updated_at","type":"timestamp","default":{"sql":"now()"}},{"name":"deleted_at","type":"timestamp","nullable":true}],"primary_key":{"name":"customer_pkey","columns":["id"]},"indexes":[{"name":"customer_default_address_id_idx","parts":[{"column":"default_address_id"}]},{"name":"customer_live_email_key","parts":[{"column":"live_email"}],"unique":true},{"name":"customer_name_birthday_idx","parts":[{"column":"name"},{"column":"birthday"}]}],"foreign_keys":[{"name":"customer_default_address_id_fkey","columns":["default_address_id"],"references":"address","target":["id"],"on_delete":"set_null"}],"checks":[{"name":"customer_email_has_at_check","expression":"email LIKE '%_@_%'"}],"comment":"A person with an account."}}}
{"add_foreign_key":{"table":"address","foreign_key":{"name":"address_customer_id_fkey","columns":["customer_id"],"references":"customer","target":["id"],"on_delete":"cascade"}}}
"#;
