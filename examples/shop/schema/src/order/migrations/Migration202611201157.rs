//! order: create enum `order_status`, create enum `payment_provider`, create table `order`, and 3 more changes
//!
//! ```text
//! + enum order_status: cart, placed, paid, sent, cancelled
//! + enum payment_provider: card, transfer, paypal
//! + table order
//!     + id                uuid           NOT NULL  default uuid()
//!     + reference         string(16)     NOT NULL  default postgres: upper(substr(md5(random()::text), 1, 10)) | mysql: upper(substr(md5(rand()), 1, 10)) | sqlite: upper(hex(randomblob(5)))
//!     + customer_id       uuid           NOT NULL
//!     + status            order_status   NOT NULL  default 'cart'
//!     + cart_of           uuid                     as (CASE WHEN status = 'cart' THEN customer_id END) stored
//!     + currency          string(3)      NOT NULL  default 'EUR'
//!     + total             decimal(12,2)  NOT NULL  default 0.00
//!     + delivery_address  json
//!     + placed_at         timestamp
//!     + created_at        timestamp      NOT NULL  default now()
//!     + updated_at        timestamp      NOT NULL  default now()
//!     + primary key (id)
//!     + unique order_reference_key (reference)
//!     + check order_placed_unless_cart_check (status = 'cart' OR placed_at IS NOT NULL)
//!     + foreign key order_customer_id_fkey (customer_id) -> customer (id) on delete restrict
//!     + unique index order_cart_key (cart_of)
//!     + index order_customer_id_placed_at_idx (customer_id, placed_at desc)
//! + table order_line
//!     + order_id    uuid           NOT NULL
//!     + line        smallint       NOT NULL
//!     + variant_id  uuid           NOT NULL
//!     + quantity    integer        NOT NULL  default 1
//!     + unit_price  decimal(10,2)  NOT NULL
//!     + unit_grams  integer        NOT NULL
//!     + primary key (order_id, line)
//!     + check order_line_quantity_positive_check (quantity > 0)
//!     + foreign key order_line_order_id_fkey (order_id) -> order (id) on delete cascade
//!     + foreign key order_line_variant_id_fkey (variant_id) -> product_variant (id) on delete restrict
//!     + index order_line_variant_id_idx (variant_id)
//! + table payment
//!     + id                  uuid              NOT NULL  default uuid()
//!     + order_id            uuid              NOT NULL
//!     + provider            payment_provider  NOT NULL
//!     + provider_reference  string(120)       NOT NULL
//!     + amount              decimal(10,2)     NOT NULL
//!     + captured_at         timestamp
//!     + created_at          timestamp         NOT NULL  default now()
//!     + updated_at          timestamp         NOT NULL  default now()
//!     + primary key (id)
//!     + unique payment_provider_provider_reference_key (provider, provider_reference)
//!     + foreign key payment_order_id_fkey (order_id) -> order (id) on delete restrict
//!     + index payment_order_id_idx (order_id)
//! + table shipment
//!     + id              uuid       NOT NULL  default uuid()
//!     + order_id        uuid       NOT NULL
//!     + warehouse_code  string(8)  NOT NULL
//!     + carrier         text       NOT NULL  default 'dhl'
//!     + tracking_code   text
//!     + handed_over_at  timestamp  NOT NULL  default now()
//!     + primary key (id)
//!     + foreign key shipment_order_id_fkey (order_id) -> order (id) on delete restrict
//!     + index shipment_order_id_idx (order_id)
//! ```
//!
//! Data loss: down: the rows of table order; the rows of table order_line; the rows of table payment; the rows of table shipment.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201157")
    .requires(&[("catalog", "Migration202611201157"), ("customer", "Migration202611201157")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("create enum order_status")
            .postgres(&[
                r#"CREATE TYPE "order_status" AS ENUM ('cart', 'placed', 'paid', 'sent', 'cancelled')"#,
            ]),
        step("create table order")
            .postgres(&[
                r#"CREATE TABLE "order" (
    "id" uuid NOT NULL DEFAULT gen_random_uuid(),
    "reference" varchar(16) NOT NULL DEFAULT upper(substr(md5(random()::text), 1, 10)),
    "customer_id" uuid NOT NULL,
    "status" "order_status" NOT NULL DEFAULT 'cart',
    "cart_of" uuid GENERATED ALWAYS AS (CASE WHEN status = 'cart' THEN customer_id END) STORED,
    "currency" varchar(3) NOT NULL DEFAULT 'EUR',
    "total" numeric(12,2) NOT NULL DEFAULT 0.00,
    "delivery_address" jsonb,
    "placed_at" timestamptz,
    "created_at" timestamptz NOT NULL DEFAULT now(),
    "updated_at" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "order_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "order_reference_key" UNIQUE ("reference"),
    CONSTRAINT "order_placed_unless_cart_check" CHECK (status = 'cart' OR placed_at IS NOT NULL),
    CONSTRAINT "order_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT
)"#,
                r#"CREATE UNIQUE INDEX "order_cart_key" ON "order" ("cart_of")"#,
                r#"CREATE INDEX "order_customer_id_placed_at_idx" ON "order" ("customer_id", "placed_at" DESC)"#,
                r#"COMMENT ON TABLE "order" IS 'What a customer buys at once; a cart until it is placed.'"#,
                r#"COMMENT ON COLUMN "order"."reference" IS 'What a customer reads out on the telephone.'"#,
                r#"COMMENT ON COLUMN "order"."cart_of" IS 'The customer whose cart it is: everybody has one at most.'"#,
                r#"COMMENT ON COLUMN "order"."delivery_address" IS 'Where it goes, as it was when the order was placed.'"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `order` (
    `id` binary(16) NOT NULL DEFAULT (unhex(replace(uuid(),'-',''))),
    `reference` varchar(16) NOT NULL DEFAULT (upper(substr(md5(rand()), 1, 10))) COMMENT 'What a customer reads out on the telephone.',
    `customer_id` binary(16) NOT NULL,
    `status` enum('cart','placed','paid','sent','cancelled') NOT NULL DEFAULT 'cart',
    `cart_of` binary(16) GENERATED ALWAYS AS (CASE WHEN status = 'cart' THEN customer_id END) STORED COMMENT 'The customer whose cart it is: everybody has one at most.',
    `currency` varchar(3) NOT NULL DEFAULT 'EUR',
    `total` decimal(12,2) NOT NULL DEFAULT 0.00,
    `delivery_address` json NULL DEFAULT NULL COMMENT 'Where it goes, as it was when the order was placed.',
    `placed_at` timestamp(6) NULL DEFAULT NULL,
    `created_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    `updated_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    PRIMARY KEY (`id`),
    UNIQUE INDEX `order_cart_key` (`cart_of`),
    INDEX `order_customer_id_placed_at_idx` (`customer_id`, `placed_at` DESC),
    UNIQUE INDEX `order_reference_key` (`reference`),
    CONSTRAINT `order_placed_unless_cart_check` CHECK (status = 'cart' OR placed_at IS NOT NULL),
    CONSTRAINT `order_customer_id_fkey` FOREIGN KEY (`customer_id`) REFERENCES `customer` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What a customer buys at once; a cart until it is placed.'",
            ])
            .sqlite(&[
                r#"CREATE TABLE "order" (
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
                r#"CREATE UNIQUE INDEX "order_cart_key" ON "order" ("cart_of")"#,
                r#"CREATE INDEX "order_customer_id_placed_at_idx" ON "order" ("customer_id", "placed_at" DESC)"#,
                r#"CREATE UNIQUE INDEX "order_reference_key" ON "order" ("reference")"#,
            ]),
        step("create table order_line")
            .postgres(&[
                r#"CREATE TABLE "order_line" (
    "order_id" uuid NOT NULL,
    "line" smallint NOT NULL,
    "variant_id" uuid NOT NULL,
    "quantity" integer NOT NULL DEFAULT 1,
    "unit_price" numeric(10,2) NOT NULL,
    "unit_grams" integer NOT NULL,
    CONSTRAINT "order_line_pkey" PRIMARY KEY ("order_id", "line"),
    CONSTRAINT "order_line_quantity_positive_check" CHECK (quantity > 0),
    CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE CASCADE,
    CONSTRAINT "order_line_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "product_variant" ("id") ON DELETE RESTRICT
)"#,
                r#"CREATE INDEX "order_line_variant_id_idx" ON "order_line" ("variant_id")"#,
                r#"COMMENT ON TABLE "order_line" IS 'One kind of bag in an order.'"#,
                r#"COMMENT ON COLUMN "order_line"."unit_grams" IS 'What one bag weighs, in grams.'"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `order_line` (
    `order_id` binary(16) NOT NULL,
    `line` smallint NOT NULL,
    `variant_id` binary(16) NOT NULL,
    `quantity` int NOT NULL DEFAULT 1,
    `unit_price` decimal(10,2) NOT NULL,
    `unit_grams` int NOT NULL COMMENT 'What one bag weighs, in grams.',
    PRIMARY KEY (`order_id`, `line`),
    INDEX `order_line_variant_id_idx` (`variant_id`),
    CONSTRAINT `order_line_quantity_positive_check` CHECK (quantity > 0),
    CONSTRAINT `order_line_order_id_fkey` FOREIGN KEY (`order_id`) REFERENCES `order` (`id`) ON DELETE CASCADE,
    CONSTRAINT `order_line_variant_id_fkey` FOREIGN KEY (`variant_id`) REFERENCES `product_variant` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='One kind of bag in an order.'",
            ])
            .sqlite(&[
                r#"CREATE TABLE "order_line" (
    "order_id" BLOB NOT NULL,
    "line" INTEGER NOT NULL,
    "variant_id" BLOB NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "unit_price" TEXT NOT NULL,
    "unit_grams" INTEGER NOT NULL,
    CONSTRAINT "order_line_pkey" PRIMARY KEY ("order_id", "line"),
    CONSTRAINT "order_line_quantity_positive_check" CHECK (quantity > 0),
    CONSTRAINT "order_line_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE CASCADE,
    CONSTRAINT "order_line_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "product_variant" ("id") ON DELETE RESTRICT
)"#,
                r#"CREATE INDEX "order_line_variant_id_idx" ON "order_line" ("variant_id")"#,
            ]),
        step("create table payment")
            .postgres(&[
                r#"CREATE TABLE "payment" (
    "id" uuid NOT NULL DEFAULT gen_random_uuid(),
    "order_id" uuid NOT NULL,
    "provider" text NOT NULL,
    "provider_reference" varchar(120) NOT NULL,
    "amount" numeric(10,2) NOT NULL,
    "captured_at" timestamptz,
    "created_at" timestamptz NOT NULL DEFAULT now(),
    "updated_at" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "payment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "payment_provider_provider_reference_key" UNIQUE ("provider", "provider_reference"),
    CONSTRAINT "payment_provider_check" CHECK ("provider" IN ('card', 'transfer', 'paypal')),
    CONSTRAINT "payment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE RESTRICT
)"#,
                r#"CREATE INDEX "payment_order_id_idx" ON "payment" ("order_id")"#,
                r#"COMMENT ON TABLE "payment" IS 'Money that came in for an order.'"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `payment` (
    `id` binary(16) NOT NULL DEFAULT (unhex(replace(uuid(),'-',''))),
    `order_id` binary(16) NOT NULL,
    `provider` varchar(255) NOT NULL,
    `provider_reference` varchar(120) NOT NULL,
    `amount` decimal(10,2) NOT NULL,
    `captured_at` timestamp(6) NULL DEFAULT NULL,
    `created_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    `updated_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    PRIMARY KEY (`id`),
    INDEX `payment_order_id_idx` (`order_id`),
    UNIQUE INDEX `payment_provider_provider_reference_key` (`provider`, `provider_reference`),
    CONSTRAINT `payment_provider_check` CHECK (`provider` in ('card','transfer','paypal')),
    CONSTRAINT `payment_order_id_fkey` FOREIGN KEY (`order_id`) REFERENCES `order` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Money that came in for an order.'",
            ])
            .sqlite(&[
                r#"CREATE TABLE "payment" (
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
                r#"CREATE INDEX "payment_order_id_idx" ON "payment" ("order_id")"#,
                r#"CREATE UNIQUE INDEX "payment_provider_provider_reference_key" ON "payment" ("provider", "provider_reference")"#,
            ]),
        step("create table shipment")
            .postgres(&[
                r#"CREATE TABLE "shipment" (
    "id" uuid NOT NULL DEFAULT gen_random_uuid(),
    "order_id" uuid NOT NULL,
    "warehouse_code" varchar(8) NOT NULL,
    "carrier" text NOT NULL DEFAULT 'dhl',
    "tracking_code" text,
    "handed_over_at" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT "shipment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "shipment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE RESTRICT
)"#,
                r#"CREATE INDEX "shipment_order_id_idx" ON "shipment" ("order_id")"#,
                r#"COMMENT ON TABLE "shipment" IS 'A parcel.'"#,
                r#"COMMENT ON COLUMN "shipment"."warehouse_code" IS 'The code of the warehouse it leaves.'"#,
            ])
            .mariadb(&[
                r"CREATE TABLE `shipment` (
    `id` binary(16) NOT NULL DEFAULT (unhex(replace(uuid(),'-',''))),
    `order_id` binary(16) NOT NULL,
    `warehouse_code` varchar(8) NOT NULL COMMENT 'The code of the warehouse it leaves.',
    `carrier` longtext NOT NULL DEFAULT 'dhl',
    `tracking_code` longtext NULL DEFAULT NULL,
    `handed_over_at` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    PRIMARY KEY (`id`),
    INDEX `shipment_order_id_idx` (`order_id`),
    CONSTRAINT `shipment_order_id_fkey` FOREIGN KEY (`order_id`) REFERENCES `order` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='A parcel.'",
            ])
            .sqlite(&[
                r#"CREATE TABLE "shipment" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "order_id" BLOB NOT NULL,
    "warehouse_code" TEXT NOT NULL,
    "carrier" TEXT NOT NULL DEFAULT 'dhl',
    "tracking_code" TEXT,
    "handed_over_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    CONSTRAINT "shipment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "shipment_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "order" ("id") ON DELETE RESTRICT
)"#,
                r#"CREATE INDEX "shipment_order_id_idx" ON "shipment" ("order_id")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "the rows of table order; the rows of table order_line; the rows of table payment; the rows of table shipment" }, &[
        step("drop table shipment")
            .postgres(&[
                r#"DROP TABLE "shipment""#,
            ])
            .mariadb(&[
                "DROP TABLE `shipment`",
            ])
            .rebuild_sqlite("shipment", &[
                r#"DROP TABLE "shipment""#,
            ]),
        step("drop table payment")
            .postgres(&[
                r#"DROP TABLE "payment""#,
            ])
            .mariadb(&[
                "DROP TABLE `payment`",
            ])
            .rebuild_sqlite("payment", &[
                r#"DROP TABLE "payment""#,
            ]),
        step("drop table order_line")
            .postgres(&[
                r#"DROP TABLE "order_line""#,
            ])
            .mariadb(&[
                "DROP TABLE `order_line`",
            ])
            .rebuild_sqlite("order_line", &[
                r#"DROP TABLE "order_line""#,
            ]),
        step("drop table order")
            .postgres(&[
                r#"DROP TABLE "order""#,
            ])
            .mariadb(&[
                "DROP TABLE `order`",
            ])
            .rebuild_sqlite("order", &[
                r#"DROP TABLE "order""#,
            ]),
        step("drop enum order_status")
            .postgres(&[
                r#"DROP TYPE "order_status""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"create_enum":{"item":{"name":"order_status","values":["cart","placed","paid","sent","cancelled"]}}}
{"create_enum":{"item":{"name":"payment_provider","values":["card","transfer","paypal"],"storage":"text"}}}
{"create_table":{"table":{"name":"order","columns":[{"name":"id","type":"uuid","default":{"sql":"uuid()"}},{"name":"reference","type":"string(16)","default":{"sql":{"postgres":"upper(substr(md5(random()::text), 1, 10))","mysql":"upper(substr(md5(rand()), 1, 10))","sqlite":"upper(hex(randomblob(5)))"}},"comment":"What a customer reads out on the telephone."},{"name":"customer_id","type":"uuid"},{"name":"status","type":{"enum":"order_status"},"default":"cart"},{"name":"cart_of","type":"uuid","nullable":true,"generated":{"expression":"CASE WHEN status = 'cart' THEN customer_id END","stored":true},"comment":"The customer whose cart it is: everybody has one at most."},{"name":"currency","type":"string(3)","default":"EUR"},{"name":"total","type":"decimal(12,2)","default":{"number":"0.00"}},{"name":"delivery_address","type":"json","nullable":true,"comment":"Where it goes, as it was when the order was placed."},{"name":"placed_at","type":"timestamp","nullable":true},{"name":"created_at","type":"timestamp","default":{"sql":"now()"}},{"name":"updated_at","type":"timestamp","default":{"sql":"now()"}}],"primary_key":{"name":"order_pkey","columns":["id"]},"uniques":[{"name":"order_reference_key","columns":["reference"]}],"indexes":[{"name":"order_cart_key","parts":[{"column":"cart_of"}],"unique":true},{"name":"order_customer_id_placed_at_idx","parts":[{"column":"customer_id"},{"column":"placed_at","descending":true}]}],"foreign_keys":[{"name":"order_customer_id_fkey","columns":["customer_id"],"references":"customer","target":["id"],"on_delete":"restrict"}],"checks":[{"name":"order_placed_unless_cart_check","expression":"status = 'cart' OR placed_at IS NOT NULL"}],"comment":"What a customer buys at once; a cart until it is placed."}}}
{"create_table":{"table":{"name":"order_line","columns":[{"name":"order_id","type":"uuid"},{"name":"line","type":"smallint"},{"name":"variant_id","type":"uuid"},{"name":"quantity","type":"integer","default":1},{"name":"unit_price","type":"decimal(10,2)"},{"name":"unit_grams","type":"integer","comment":"What one bag weighs, in grams."}],"primary_key":{"name":"order_line_pkey","columns":["order_id","line"]},"indexes":[{"name":"order_line_variant_id_idx","parts":[{"column":"variant_id"}]}],"foreign_keys":[{"name":"order_line_order_id_fkey","columns":["order_id"],"references":"order","target":["id"],"on_delete":"cascade"},{"name":"order_line_variant_id_fkey","columns":["variant_id"],"references":"product_variant","target":["id"],"on_delete":"restrict"}],"checks":[{"name":"order_line_quantity_positive_check","expression":"quantity > 0"}],"comment":"One kind of bag in an order."}}}
{"create_table":{"table":{"name":"payment","columns":[{"name":"id","type":"uuid","default":{"sql":"uuid()"}},{"name":"order_id","type":"uuid"},{"name":"provider","type":{"enum":"payment_provider"}},{"name":"provider_reference","type":"string(120)"},{"name":"amount","type":"decimal(10,2)"},{"name":"captured_at","type":"timestamp","nullable":true},{"name":"created_at","type":"timestamp","default":{"sql":"now()"}},{"name":"updated_at","type":"timestamp","default":{"sql":"now()"}}],"primary_key":{"name":"payment_pkey","columns":["id"]},"uniques":[{"name":"payment_provider_provider_reference_key","columns":["provider","provider_reference"]}],"indexes":[{"name":"payment_order_id_idx","parts":[{"column":"order_id"}]}],"foreign_keys":[{"name":"payment_order_id_fkey","columns":["order_id"],"references":"order","target":["id"],"on_delete":"restrict"}],"comment":"Money that came in for an order."}}}
{"create_table":{"table":{"name":"shipment","columns":[{"name":"id","type":"uuid","default":{"sql":"uuid()"}},{"name":"order_id","type":"uuid"},{"name":"warehouse_code","type":"string(8)","comment":"The code of the warehouse it leaves."},{"name":"carrier","type":"text","default":"dhl"},{"name":"tracking_code","type":"text","nullable":true},{"name":"handed_over_at","type":"timestamp","default":{"sql":"now()"}}],"primary_key":{"name":"shipment_pkey","columns":["id"]},"indexes":[{"name":"shipment_order_id_idx","parts":[{"column":"order_id"}]}],"foreign_keys":[{"name":"shipment_order_id_fkey","columns":["order_id"],"references":"order","target":["id"],"on_delete":"restrict"}],"comment":"A parcel."}}}
"#;
