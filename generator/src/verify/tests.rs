//! Migrations as files hold them, proven on SQLite.

use strobila::migration::{Migration, step};

use super::*;
use crate::proof::Scratch;

const MAKE: Migration<'static> = Migration::new("Migration202611201300")
    .targets(&[Target::Sqlite])
    .up(&[step("create table review").sql(&[
        r#"CREATE TABLE "review" ("id" INTEGER NOT NULL, "at" TEXT NOT NULL, CONSTRAINT "review_pkey" PRIMARY KEY ("id"))"#,
    ])])
    .down(Down::Lossy { loses: "the rows of table review" }, &[
        step("drop table review").sql(&[r#"DROP TABLE "review""#]),
    ])
    .operations(
        r#"{"create_table":{"table":{"name":"review","columns":[{"name":"id","type":"integer"},{"name":"at","type":"timestamp"}],"primary_key":{"name":"review_pkey","columns":["id"]}}}}"#,
    );

/// SQLite keeps a moment and a day as text: no column of its own changes.
const TO_DAY: Migration<'static> = Migration::new("Migration202611201301")
    .after("Migration202611201300")
    .targets(&[Target::Sqlite])
    .up(&[step("keep the day").sql(&[r#"UPDATE "review" SET "at" = substr("at", 1, 10)"#])])
    .down(Down::Lossy { loses: "what date did not keep of review.at stays lost" }, &[
        step("midnight").sql(&[r#"UPDATE "review" SET "at" = "at" || ' 00:00:00+00:00'"#]),
    ])
    .operations(
        r#"{"alter_column":{"table":"review","from":{"name":"at","type":"timestamp"},"to":{"name":"at","type":"date"}}}"#,
    );

#[tokio::test]
async fn a_column_of_which_only_the_values_change_is_one_that_a_lossy_way_down_may_change() {
    let chains = [Chain { module: "shop", migrations: &[&MAKE, &TO_DAY] }];
    let mut scratch = Scratch::open(Target::Sqlite, None).await.expect("it is in memory");
    let mut proven = Vec::new();
    let told = |one: Verified| proven.push(one.migration);
    verify(&chains, scratch.session.as_mut(), |_, _| true, told).await.expect("the file says what it loses");
    assert_eq!(proven, [MAKE.name, TO_DAY.name]);
    scratch.close().await.expect("it goes");
}
