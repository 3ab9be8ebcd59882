//! customer: rename `customer.name` to `full_name`, drop `customer.fax`
//!
//! ```text
//! ~ table customer
//!     > name -> full_name
//!     - fax  text
//! ```
//!
//! Data loss: up loses the values of customer.fax. Down: customer.fax comes back empty.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201158")
    .after("Migration202611201157")
    .requires(&[("blog", "Migration202611201157"), ("order", "Migration202611201157")])
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("rename customer.name to full_name")
            .postgres(&[
                r#"ALTER TABLE "customer" RENAME COLUMN "name" TO "full_name""#,
            ])
            .mariadb(&[
                "ALTER TABLE `customer` RENAME COLUMN `name` TO `full_name`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "customer" RENAME COLUMN "name" TO "full_name""#,
            ]),
        step("drop customer.fax")
            .accept(Hazard::DataLoss, "nobody has had a fax since 2019; agreed in #31")
            .postgres(&[
                r#"ALTER TABLE "customer" DROP COLUMN "fax""#,
            ])
            .mariadb(&[
                "ALTER TABLE `customer` DROP COLUMN `fax`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "customer" DROP COLUMN "fax""#,
            ]),
    ])
    .down(Down::Lossy { loses: "customer.fax comes back empty" }, &[
        step("rename customer.full_name to name")
            .postgres(&[
                r#"ALTER TABLE "customer" RENAME COLUMN "full_name" TO "name""#,
            ])
            .mariadb(&[
                "ALTER TABLE `customer` RENAME COLUMN `full_name` TO `name`",
            ])
            .sqlite(&[
                r#"ALTER TABLE "customer" RENAME COLUMN "full_name" TO "name""#,
            ]),
        step("add customer.fax")
            .postgres(&[
                r#"ALTER TABLE "customer" ADD COLUMN "fax" text"#,
            ])
            .mariadb(&[
                "ALTER TABLE `customer` ADD COLUMN `fax` longtext COLLATE utf8mb4_bin NULL DEFAULT NULL",
            ])
            .sqlite(&[
                r#"ALTER TABLE "customer" ADD COLUMN "fax" TEXT"#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"rename_column":{"table":"customer","from":"name","to":"full_name"}}
{"drop_column":{"table":"customer","column":{"name":"fax","type":"text","nullable":true}}}
"#;
