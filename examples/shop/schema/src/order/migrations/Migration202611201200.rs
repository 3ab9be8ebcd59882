//! order: create table `coupon`, create table `order_coupon`, add column `order.discount`, and 1 more change
//!
//! ```text
//! + table coupon
//!     + code         string(32)     NOT NULL
//!     + percent_off  smallint
//!     + amount_off   decimal(12,2)
//!     + valid_from   date           NOT NULL  default now()
//!     + valid_until  date
//!     + primary key (code)
//!     + check coupon_days_in_order_check (valid_until IS NULL OR valid_until >= valid_from)
//!     + check coupon_percent_in_range_check (percent_off BETWEEN 1 AND 100)
//!     + check coupon_takes_one_kind_off_check ((percent_off IS NULL) <> (amount_off IS NULL))
//! + table order_coupon
//!     + order_id     uuid        NOT NULL
//!     + coupon_code  string(32)  NOT NULL
//!     + primary key (order_id, coupon_code)
//!     + foreign key order_coupon_coupon_code_fkey (coupon_code) -> coupon (code) on delete cascade
//!     + foreign key order_coupon_order_id_fkey (order_id) -> order (id) on delete cascade
//!     + index order_coupon_coupon_code_idx (coupon_code)
//! ~ table order
//!     + discount  decimal(12,2)  NOT NULL  default 0
//! ~ table order_line
//!     + grams  integer  NOT NULL  as (quantity * unit_grams) stored
//! ```
//!
//! Data loss: down: the rows of table coupon; the rows of table order_coupon; the values of order.discount.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201200")
    .after("Migration202611201159")
    .requires(&[("catalog", "Migration202611201159"), ("customer", "Migration202611201201")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("create table coupon")
            .postgres(&[
                r#"CREATE TABLE "coupon" (
    "code" varchar(32) NOT NULL,
    "percent_off" smallint,
    "amount_off" numeric(12,2),
    "valid_from" date NOT NULL DEFAULT now(),
    "valid_until" date,
    CONSTRAINT "coupon_pkey" PRIMARY KEY ("code"),
    CONSTRAINT "coupon_days_in_order_check" CHECK (valid_until IS NULL OR valid_until >= valid_from),
    CONSTRAINT "coupon_percent_in_range_check" CHECK (percent_off BETWEEN 1 AND 100),
    CONSTRAINT "coupon_takes_one_kind_off_check" CHECK ((percent_off IS NULL) <> (amount_off IS NULL))
)"#,
                r#"COMMENT ON TABLE "coupon" IS 'A code that makes an order cheaper: by a share or by an amount.'"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `coupon` (
    `code` varchar(32) NOT NULL,
    `percent_off` smallint NULL DEFAULT NULL,
    `amount_off` decimal(12,2) NULL DEFAULT NULL,
    `valid_from` date NOT NULL DEFAULT (curdate()),
    `valid_until` date NULL DEFAULT NULL,
    PRIMARY KEY (`code`),
    CONSTRAINT `coupon_days_in_order_check` CHECK (valid_until IS NULL OR valid_until >= valid_from),
    CONSTRAINT `coupon_percent_in_range_check` CHECK (percent_off BETWEEN 1 AND 100),
    CONSTRAINT `coupon_takes_one_kind_off_check` CHECK ((percent_off IS NULL) <> (amount_off IS NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='A code that makes an order cheaper: by a share or by an amount.'",
            ])
            .sqlite(&[
                r#"CREATE TABLE "coupon" (
    "code" TEXT NOT NULL,
    "percent_off" INTEGER,
    "amount_off" TEXT,
    "valid_from" TEXT NOT NULL DEFAULT (date('now')),
    "valid_until" TEXT,
    CONSTRAINT "coupon_pkey" PRIMARY KEY ("code"),
    CONSTRAINT "coupon_days_in_order_check" CHECK (valid_until IS NULL OR valid_until >= valid_from),
    CONSTRAINT "coupon_percent_in_range_check" CHECK (percent_off BETWEEN 1 AND 100),
    CONSTRAINT "coupon_takes_one_kind_off_check" CHECK ((percent_off IS NULL) <> (amount_off IS NULL))
)"#,
            ]),
        step("create table order_coupon")
            .postgres(&[
                r#"CREATE TABLE "order_coupon" (
    "order_id" uuid NOT NULL,
    "coupon_code" varchar(32) NOT NULL,
    CONSTRAINT "order_coupon_pkey" PRIMARY KEY ("order_id", "coupon_code"),
    CONSTRAINT "order_coupon_coupon_code_fkey" FOREIGN KEY ("coupon_code") REFERENCES "coupon" ("code") ON DELETE CASCADE,
    CONSTRAINT "order_coupon_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE CASCADE
)"#,
                r#"CREATE INDEX "order_coupon_coupon_code_idx" ON "order_coupon" ("coupon_code")"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `order_coupon` (
    `order_id` binary(16) NOT NULL,
    `coupon_code` varchar(32) NOT NULL,
    PRIMARY KEY (`order_id`, `coupon_code`),
    INDEX `order_coupon_coupon_code_idx` (`coupon_code`),
    CONSTRAINT `order_coupon_coupon_code_fkey` FOREIGN KEY (`coupon_code`) REFERENCES `coupon` (`code`) ON DELETE CASCADE,
    CONSTRAINT `order_coupon_order_id_fkey` FOREIGN KEY (`order_id`) REFERENCES `order` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
            ])
            .sqlite(&[
                r#"CREATE TABLE "order_coupon" (
    "order_id" BLOB NOT NULL,
    "coupon_code" TEXT NOT NULL,
    CONSTRAINT "order_coupon_pkey" PRIMARY KEY ("order_id", "coupon_code"),
    CONSTRAINT "order_coupon_coupon_code_fkey" FOREIGN KEY ("coupon_code") REFERENCES "coupon" ("code") ON DELETE CASCADE,
    CONSTRAINT "order_coupon_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE CASCADE
)"#,
                r#"CREATE INDEX "order_coupon_coupon_code_idx" ON "order_coupon" ("coupon_code")"#,
            ]),
        step("add order.discount")
            .postgres(&[
                r#"ALTER TABLE "order" ADD COLUMN "discount" numeric(12,2) NOT NULL DEFAULT 0"#,
                r#"COMMENT ON COLUMN "order"."discount" IS 'What coupons took off, part of the total.'"#,
            ])
            .mariadb(&[
                "ALTER TABLE `order` ADD COLUMN `discount` decimal(12,2) NOT NULL DEFAULT 0.00 COMMENT 'What coupons took off, part of the total.'",
            ])
            .sqlite(&[
                r#"ALTER TABLE "order" ADD COLUMN "discount" TEXT NOT NULL DEFAULT '0'"#,
            ]),
        step("add order_line.grams")
            .expects_on(Sqlite, "order_line", "order_id,line,variant_id,quantity,unit_price,unit_grams")
            .postgres(&[
                r#"ALTER TABLE "order_line" ADD COLUMN "grams" integer NOT NULL GENERATED ALWAYS AS (quantity * unit_grams) STORED"#,
            ])
            .mariadb(&[
                "ALTER TABLE `order_line` ADD COLUMN `grams` int GENERATED ALWAYS AS (quantity * unit_grams) STORED",
            ])
            .rebuild_sqlite("order_line", &[
                r#"CREATE TABLE "strobila_new_order_line" (
    "order_id" BLOB NOT NULL,
    "line" INTEGER NOT NULL,
    "variant_id" BLOB NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "unit_price" TEXT NOT NULL,
    "unit_grams" INTEGER NOT NULL,
    "grams" INTEGER NOT NULL GENERATED ALWAYS AS (quantity * unit_grams) STORED,
    CONSTRAINT "order_line_pkey" PRIMARY KEY ("order_id", "line"),
    CONSTRAINT "order_line_quantity_positive_check" CHECK (quantity > 0),
    CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE CASCADE,
    CONSTRAINT "order_line_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "product_variant" ("id") ON DELETE RESTRICT
)"#,
                r#"INSERT INTO "strobila_new_order_line" ("order_id", "line", "variant_id", "quantity", "unit_price", "unit_grams")
SELECT "order_line"."order_id", "order_line"."line", "order_line"."variant_id", "order_line"."quantity", "order_line"."unit_price", "order_line"."unit_grams"
FROM "order_line"
ORDER BY "order_line".rowid"#,
                r#"DROP TABLE "order_line""#,
                r#"ALTER TABLE "strobila_new_order_line" RENAME TO "order_line""#,
                r#"CREATE INDEX "order_line_variant_id_idx" ON "order_line" ("variant_id")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "the rows of table coupon; the rows of table order_coupon; the values of order.discount" }, &[
        step("drop order.discount")
            .postgres(&[
                r#"ALTER TABLE "order" DROP COLUMN "discount""#,
            ])
            .mariadb(&[
                "ALTER TABLE `order` DROP COLUMN `discount`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "order" DROP COLUMN "discount""#,
            ]),
        step("drop order_line.grams")
            .postgres(&[
                r#"ALTER TABLE "order_line" DROP COLUMN "grams""#,
            ])
            .mariadb(&[
                "ALTER TABLE `order_line` DROP COLUMN `grams`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "order_line" DROP COLUMN "grams""#,
            ]),
        step("drop table order_coupon")
            .postgres(&[
                r#"DROP TABLE "order_coupon""#,
            ])
            .mariadb(&[
                "DROP TABLE `order_coupon`",
            ])
            .rebuild_sqlite("order_coupon", &[
                r#"DROP TABLE "order_coupon""#,
            ]),
        step("drop table coupon")
            .postgres(&[
                r#"DROP TABLE "coupon""#,
            ])
            .mariadb(&[
                "DROP TABLE `coupon`",
            ])
            .rebuild_sqlite("coupon", &[
                r#"DROP TABLE "coupon""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"create_table":{"table":{"name":"coupon","columns":[{"name":"code","type":"string(32)"},{"name":"percent_off","type":"smallint","nullable":true},{"name":"amount_off","type":"decimal(12,2)","nullable":true},{"name":"valid_from","type":"date","default":{"sql":"now()"}},{"name":"valid_until","type":"date","nullable":true}],"primary_key":{"name":"coupon_pkey","columns":["code"]},"checks":[{"name":"coupon_days_in_order_check","expression":"valid_until IS NULL OR valid_until >= valid_from"},{"name":"coupon_percent_in_range_check","expression":"percent_off BETWEEN 1 AND 100"},{"name":"coupon_takes_one_kind_off_check","expression":"(percent_off IS NULL) <> (amount_off IS NULL)"}],"comment":"A code that makes an order cheaper: by a share or by an amount."}}}
{"create_table":{"table":{"name":"order_coupon","columns":[{"name":"order_id","type":"uuid"},{"name":"coupon_code","type":"string(32)"}],"primary_key":{"name":"order_coupon_pkey","columns":["order_id","coupon_code"]},"indexes":[{"name":"order_coupon_coupon_code_idx","parts":[{"column":"coupon_code"}]}],"foreign_keys":[{"name":"order_coupon_coupon_code_fkey","columns":["coupon_code"],"references":"coupon","target":["code"],"on_delete":"cascade"},{"name":"order_coupon_order_id_fkey","columns":["order_id"],"references":"order","target":["id"],"on_delete":"cascade"}]}}}
{"add_column":{"table":"order","column":{"name":"discount","type":"decimal(12,2)","default":0,"comment":"What coupons took off, part of the total."}}}
{"add_column":{"table":"order_line","column":{"name":"grams","type":"integer","generated":{"expression":"quantity * unit_grams","stored":true}}}}
"#;
