//! catalog: add value `roast.medium_dark`, add required column `product_variant.label`
//!
//! ```text
//! ~ enum roast
//!     + medium_dark before dark (the way down fails while a row holds it)
//! ~ table product_variant
//!     + label  string(40)  NOT NULL  existing rows get postgres: grams || ' g' | mysql: concat(grams, ' g') | sqlite: grams || ' g'
//! ```
//!
//! Data loss: down: the values of product_variant.label.
//!
//! The way down fails, and loses nothing, while a row holds roast.medium_dark.
//!
//! Where a row stops it on mariadb, the statements before stay: put the row right and run it again, which goes on there.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201158")
    .after("Migration202611201157")
    .requires(&[("blog", "Migration202611201157"), ("inventory", "Migration202611201157"), ("order", "Migration202611201157")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("add value medium_dark to enum roast")
            .postgres(&[
                r#"ALTER TYPE "roast" ADD VALUE 'medium_dark' BEFORE 'dark'"#,
            ]),
        step("replace check product_roast_check")
            .expects("product", "id,category_id,country,region,name,slug,live_slug,roast,process,tasting_notes,description,published_at,created_at,updated_at,deleted_at")
            .rebuild_sqlite("product", &[
                r#"CREATE TABLE "strobila_new_product" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "category_id" INTEGER NOT NULL,
    "country" TEXT,
    "region" TEXT,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "live_slug" TEXT GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN slug END) STORED,
    "roast" TEXT NOT NULL DEFAULT 'medium',
    "process" TEXT NOT NULL,
    "tasting_notes" TEXT NOT NULL DEFAULT '[]',
    "description" TEXT,
    "published_at" TEXT,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "deleted_at" TEXT,
    CONSTRAINT "product_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "product_process_check" CHECK ("process" IN ('washed', 'natural', 'honey')),
    CONSTRAINT "product_roast_check" CHECK ("roast" IN ('light', 'medium', 'medium_dark', 'dark')),
    CONSTRAINT "product_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE RESTRICT,
    CONSTRAINT "product_country_region_fkey" FOREIGN KEY ("country", "region") REFERENCES "origin" ("country", "region") ON UPDATE CASCADE
)"#,
                r#"INSERT INTO "strobila_new_product" ("id", "category_id", "country", "region", "name", "slug", "roast", "process", "tasting_notes", "description", "published_at", "created_at", "updated_at", "deleted_at")
SELECT "product"."id", "product"."category_id", "product"."country", "product"."region", "product"."name", "product"."slug", "product"."roast", "product"."process", "product"."tasting_notes", "product"."description", "product"."published_at", "product"."created_at", "product"."updated_at", "product"."deleted_at"
FROM "product"
ORDER BY "product".rowid"#,
                r#"DROP TABLE "product""#,
                r#"ALTER TABLE "strobila_new_product" RENAME TO "product""#,
                r#"CREATE INDEX "product_country_region_idx" ON "product" ("country", "region")"#,
                r#"CREATE INDEX "product_created_at_idx" ON "product" ("created_at")"#,
                r#"CREATE UNIQUE INDEX "product_live_slug_key" ON "product" ("live_slug")"#,
                r#"CREATE INDEX "product_on_sale_idx" ON "product" ("category_id", "published_at" DESC)"#,
            ]),
        step("add product_variant.label, existing rows get grams || ' g'")
            .expects_on(Sqlite, "product_variant", "id,product_id,sku,grams,price,is_active,created_at,updated_at")
            .postgres(&[
                r#"ALTER TABLE "product_variant" ADD COLUMN "label" varchar(40)"#,
                r#"UPDATE "product_variant"
SET "label" = grams || ' g'"#,
                r#"ALTER TABLE "product_variant" ALTER COLUMN "label" SET NOT NULL"#,
                r#"COMMENT ON COLUMN "product_variant"."label" IS 'What the shop shows: `250 g`.'"#,
            ])
            .mariadb(&[
                "ALTER TABLE `product_variant` ADD COLUMN `label` varchar(40) COLLATE utf8mb4_bin NULL DEFAULT NULL COMMENT 'What the shop shows: `250 g`.'",
                r"UPDATE `product_variant`
SET `label` = concat(grams, ' g')",
                "ALTER TABLE `product_variant` MODIFY COLUMN `label` varchar(40) COLLATE utf8mb4_bin NOT NULL COMMENT 'What the shop shows: `250 g`.'",
            ])
            .rebuild_sqlite("product_variant", &[
                r#"CREATE TABLE "strobila_new_product_variant" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "product_id" BLOB NOT NULL,
    "sku" TEXT NOT NULL,
    "grams" INTEGER NOT NULL,
    "price" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT 1,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "label" TEXT NOT NULL,
    CONSTRAINT "product_variant_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "product_variant_grams_positive_check" CHECK (grams > 0),
    CONSTRAINT "product_variant_price_not_negative_check" CHECK (CAST(price AS REAL) >= 0),
    CONSTRAINT "product_variant_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product" ("id") ON DELETE CASCADE
)"#,
                r#"INSERT INTO "strobila_new_product_variant" ("id", "product_id", "sku", "grams", "price", "is_active", "created_at", "updated_at", "label")
SELECT "product_variant"."id", "product_variant"."product_id", "product_variant"."sku", "product_variant"."grams", "product_variant"."price", "product_variant"."is_active", "product_variant"."created_at", "product_variant"."updated_at", grams || ' g'
FROM "product_variant"
ORDER BY "product_variant".rowid"#,
                r#"DROP TABLE "product_variant""#,
                r#"ALTER TABLE "strobila_new_product_variant" RENAME TO "product_variant""#,
                r#"CREATE UNIQUE INDEX "product_variant_product_id_grams_key" ON "product_variant" ("product_id", "grams")"#,
                r#"CREATE UNIQUE INDEX "product_variant_sku_key" ON "product_variant" ("sku")"#,
            ]),
        step("change product.roast from enum('light','medium','dark') to enum('light','medium','medium_dark','dark')")
            .expects("product", "id,category_id,country,region,name,slug,live_slug,roast,process,tasting_notes,description,published_at,created_at,updated_at,deleted_at")
            .mariadb(&[
                "ALTER TABLE `product` MODIFY COLUMN `roast` enum('light','medium','medium_dark','dark') COLLATE utf8mb4_bin NOT NULL DEFAULT 'medium'",
            ]),
    ])
    .down(Down::Lossy { loses: "the values of product_variant.label" }, &[
        step("replace the values of enum roast")
            .expects("roast", "light,medium,medium_dark,dark")
            .postgres(&[
                r#"CREATE TYPE "strobila_new_roast" AS ENUM ('light', 'medium', 'dark')"#,
                r#"ALTER TABLE "product"
    ALTER COLUMN "roast" DROP DEFAULT,
    ALTER COLUMN "roast" TYPE "strobila_new_roast" USING "roast"::text::"strobila_new_roast""#,
                r#"DROP TYPE "roast""#,
                r#"ALTER TYPE "strobila_new_roast" RENAME TO "roast""#,
                r#"ALTER TABLE "product" ALTER COLUMN "roast" SET DEFAULT 'medium'"#,
            ]),
        step("change product.roast from enum('light','medium','medium_dark','dark') to enum('light','medium','dark')")
            .expects("product", "id,category_id,country,region,name,slug,live_slug,roast,process,tasting_notes,description,published_at,created_at,updated_at,deleted_at")
            .mariadb(&[
                "ALTER TABLE `product` MODIFY COLUMN `roast` enum('light','medium','dark') COLLATE utf8mb4_bin NOT NULL DEFAULT 'medium'",
            ]),
        step("replace check product_roast_check")
            .expects("product", "id,category_id,country,region,name,slug,live_slug,roast,process,tasting_notes,description,published_at,created_at,updated_at,deleted_at")
            .rebuild_sqlite("product", &[
                r#"CREATE TABLE "strobila_new_product" (
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "category_id" INTEGER NOT NULL,
    "country" TEXT,
    "region" TEXT,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "live_slug" TEXT GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN slug END) STORED,
    "roast" TEXT NOT NULL DEFAULT 'medium',
    "process" TEXT NOT NULL,
    "tasting_notes" TEXT NOT NULL DEFAULT '[]',
    "description" TEXT,
    "published_at" TEXT,
    "created_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "deleted_at" TEXT,
    CONSTRAINT "product_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "product_process_check" CHECK ("process" IN ('washed', 'natural', 'honey')),
    CONSTRAINT "product_roast_check" CHECK ("roast" IN ('light', 'medium', 'dark')),
    CONSTRAINT "product_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category" ("id") ON DELETE RESTRICT,
    CONSTRAINT "product_country_region_fkey" FOREIGN KEY ("country", "region") REFERENCES "origin" ("country", "region") ON UPDATE CASCADE
)"#,
                r#"INSERT INTO "strobila_new_product" ("id", "category_id", "country", "region", "name", "slug", "roast", "process", "tasting_notes", "description", "published_at", "created_at", "updated_at", "deleted_at")
SELECT "product"."id", "product"."category_id", "product"."country", "product"."region", "product"."name", "product"."slug", "product"."roast", "product"."process", "product"."tasting_notes", "product"."description", "product"."published_at", "product"."created_at", "product"."updated_at", "product"."deleted_at"
FROM "product"
ORDER BY "product".rowid"#,
                r#"DROP TABLE "product""#,
                r#"ALTER TABLE "strobila_new_product" RENAME TO "product""#,
                r#"CREATE INDEX "product_country_region_idx" ON "product" ("country", "region")"#,
                r#"CREATE INDEX "product_created_at_idx" ON "product" ("created_at")"#,
                r#"CREATE UNIQUE INDEX "product_live_slug_key" ON "product" ("live_slug")"#,
                r#"CREATE INDEX "product_on_sale_idx" ON "product" ("category_id", "published_at" DESC)"#,
            ]),
        step("drop product_variant.label")
            .postgres(&[
                r#"ALTER TABLE "product_variant" DROP COLUMN "label""#,
            ])
            .mariadb(&[
                "ALTER TABLE `product_variant` DROP COLUMN `label`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "product_variant" DROP COLUMN "label""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"add_enum_value":{"name":"roast","value":"medium_dark","before":"dark"}}
{"add_column":{"table":"product_variant","column":{"name":"label","type":"string(40)","comment":"What the shop shows: `250 g`."},"fill":{"postgres":"grams || ' g'","mysql":"concat(grams, ' g')","sqlite":"grams || ' g'"}}}
"#;
