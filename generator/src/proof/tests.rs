//! Migrations that lose or change something on a SQLite database, and whether the proof sees it.

use strobila::dialect::dialect;
use strobila::migration::{Timeouts, Transaction};

use super::*;

/// `author` with two columns that stay and one that goes, and `post`, which nothing touches.
const TABLES: &str = r#"{"tables":[
    {"name":"author","columns":[
        {"name":"id","type":"integer"},{"name":"name","type":"text"},
        {"name":"fax","type":"text","nullable":true}],
     "primary_key":{"name":"author_pkey","columns":["id"]}},
    {"name":"post","columns":[{"name":"id","type":"integer"},{"name":"title","type":"text"}],
     "primary_key":{"name":"post_pkey","columns":["id"]}}]}"#;

const DROP_FAX: &str = r#"ALTER TABLE "author" DROP COLUMN "fax""#;
const ADD_FAX: &str = r#"ALTER TABLE "author" ADD COLUMN "fax" TEXT"#;

fn schema(json: &str) -> Schema {
    let schema: Schema = serde_json::from_str(json).expect("the test's JSON is right");
    dialect(Target::Sqlite).normalize(&schema).expect("SQLite can have it")
}

fn without_fax() -> String {
    let fax = TABLES.find(",\n        {\"name\":\"fax\"").expect("it has one");
    let end = fax + TABLES[fax..].find("}]").expect("it ends");
    format!("{}{}", &TABLES[..fax], &TABLES[end + 1..])
}

fn steps(statements: &[&'static str]) -> Vec<PlannedStep> {
    let statements = statements.iter().map(|sql| (*sql).into()).collect();
    let (title, expects) = ("a step".into(), Vec::new());
    vec![PlannedStep {
        title,
        statements,
        rebuilds: None,
        transaction: Transaction::Shared,
        expects,
        timeouts: Timeouts::default(),
    }]
}

/// Proves a migration between two schemas of SQLite; the reason when it is refused.
fn proven(
    [prev, next]: [&str; 2],
    renames: &Renames,
    up: &[&'static str],
    down: Option<&[&'static str]>,
    is_exact: bool,
) -> Result<Proven, String> {
    prove_one([prev, next], renames, up, (down, is_exact, false))
}

fn prove_one(
    [prev, next]: [&str; 2],
    renames: &Renames,
    up: &[&'static str],
    (down, is_exact, is_by_hand): (Option<&[&'static str]>, bool, bool),
) -> Result<Proven, String> {
    let (prev, next) = (schema(prev), schema(next));
    let operations = diff(&prev, &next, renames).operations;
    let case = Case {
        prev: &prev,
        next: &next,
        operations: &operations,
        coming: &operations,
        portable: &Schema::default(),
        models: &[],
        up: steps(up),
        down: down.map(steps),
        is_exact,
        is_by_hand,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
    runtime.block_on(async {
        let mut scratch = Scratch::open(Target::Sqlite, None).await.expect("it opens");
        let result = prove(scratch.session.as_mut(), &case).await;
        scratch.close().await.expect("it closes");
        result.map_err(|error| error.to_string())
    })
}

/// `fax` is dropped, with something added to a way.
fn fax_dropped(up: &[&'static str], down: &[&'static str], is_exact: bool) -> Result<Proven, String> {
    let up = [up, &[DROP_FAX]].concat();
    let down = [&[ADD_FAX], down].concat();
    proven([TABLES, &without_fax()], &Renames::default(), &up, Some(&down), is_exact)
}

const CHANGED: &str =
    "on sqlite, after the way down: values of author are not what they were, and nothing says so";

#[test]
fn a_dropped_column_may_come_back_empty_when_the_way_down_says_so() {
    let proven = fax_dropped(&[], &[], false).expect("only fax is lost");
    assert_eq!((proven.rows, proven.empty.len()), (6, 0));
}

#[test]
fn a_way_down_that_promises_all_must_bring_the_dropped_values_back() {
    assert_eq!(fax_dropped(&[], &[], true), Err(CHANGED.to_owned()));
}

#[test]
fn a_column_that_no_operation_touches_keeps_its_values_even_where_the_way_down_is_lossy() {
    for damage in [
        r#"UPDATE "author" SET "name" = 'x'"#,
        r#"UPDATE "author" SET "name" = "name" || 'x' WHERE "id" = (SELECT max("id") FROM "author")"#,
        r#"UPDATE "author" SET "id" = "id" + 100"#,
    ] {
        assert_eq!(fax_dropped(&[damage], &[], false), Err(CHANGED.to_owned()), "up: {damage}");
        assert_eq!(fax_dropped(&[], &[damage], false), Err(CHANGED.to_owned()), "down: {damage}");
    }
}

#[test]
fn values_that_change_their_rows_are_seen() {
    // Each column has the values it had, and each row another name.
    let swapped = r#"UPDATE "author" SET "name" = CASE "id"
        WHEN (SELECT min("id") FROM "author") THEN (SELECT "name" FROM "author" ORDER BY "id" DESC LIMIT 1)
        WHEN (SELECT max("id") FROM "author") THEN (SELECT "name" FROM "author" ORDER BY "id" LIMIT 1)
        ELSE "name" END"#;
    assert_eq!(fax_dropped(&[], &[swapped], false), Err(CHANGED.to_owned()));
}

#[test]
fn a_table_that_no_operation_touches_is_compared_as_well() {
    let damage = r#"UPDATE "post" SET "title" = 'x'"#;
    let expected = CHANGED.replace("author", "post");
    assert_eq!(fax_dropped(&[damage], &[], false), Err(expected));
}

#[test]
fn a_row_that_is_gone_is_counted() {
    let damage = r#"DELETE FROM "author" WHERE "id" = (SELECT max("id") FROM "author")"#;
    let expected = "on sqlite, after the way down: author held 3 rows and holds 2 now";
    for is_exact in [true, false] {
        assert_eq!(fax_dropped(&[damage], &[], is_exact), Err(expected.to_owned()));
    }
}

#[test]
fn what_a_renamed_column_of_a_renamed_table_loses_is_seen_under_its_first_name() {
    let next =
        without_fax().replace("\"author\"", "\"writer\"").replace("\"name\",\"type\"", "\"full\",\"type\"");
    let next = next.replace("author_pkey", "writer_pkey");
    let prev = TABLES.replace("author_pkey", "writer_pkey");
    let (writer, author) = (Name::from("writer"), Name::from("author"));
    let renames = Renames {
        tables: [(writer.clone(), author)].into(),
        columns: [((writer, "full".to_owned()), "name".to_owned())].into(),
        ..Renames::default()
    };
    let up = [
        r#"ALTER TABLE "author" RENAME TO "writer""#,
        r#"ALTER TABLE "writer" RENAME COLUMN "name" TO "full""#,
        r#"ALTER TABLE "writer" DROP COLUMN "fax""#,
    ];
    let down = [
        r#"ALTER TABLE "writer" ADD COLUMN "fax" TEXT"#,
        r#"ALTER TABLE "writer" RENAME COLUMN "full" TO "name""#,
        r#"ALTER TABLE "writer" RENAME TO "author""#,
    ];
    let prove = |down: &[&'static str]| proven([&prev, &next], &renames, &up, Some(down), false);
    assert_eq!(prove(&down).map(|proven| proven.rows), Ok(6));
    let damaged = [&down[..], &[r#"UPDATE "author" SET "name" = 'x'"#]].concat();
    assert_eq!(prove(&damaged), Err(CHANGED.to_owned()));
}

#[test]
fn a_table_that_goes_may_come_back_empty() {
    let next = schema_without_post();
    let up = [r#"DROP TABLE "post""#];
    let down = [
        r#"CREATE TABLE "post" ("id" INTEGER NOT NULL CONSTRAINT "post_pkey" PRIMARY KEY, "title" TEXT NOT NULL)"#,
    ];
    let proven = proven([TABLES, &next], &Renames::default(), &up, Some(&down), false);
    assert_eq!(proven.map(|proven| proven.rows), Ok(6));
}

fn schema_without_post() -> String {
    let post = TABLES.find(",\n    {\"name\":\"post\"").expect("it has one");
    format!("{}]}}", &TABLES[..post])
}

#[test]
fn a_schema_that_is_not_what_was_planned_is_told_with_the_stage() {
    let next = without_fax();
    let prove = |up: &[&'static str], down: &[&'static str]| {
        let result = proven([TABLES, &next], &Renames::default(), up, Some(down), false);
        result.expect_err("it is wrong").lines().next().map(str::to_owned).expect("it says so")
    };
    let missing =
        |stage: &str| format!("on sqlite, {stage}: the schema is not what it should be; this is missing:");
    assert_eq!(prove(&[], &[]), missing("after the way up"));
    assert_eq!(prove(&[DROP_FAX], &[]), missing("after the way down"));
    let extra = r#"CREATE TABLE "stray" ("id" INTEGER)"#;
    let told = "on sqlite, after the way up: table stray is there and should not be";
    assert_eq!(prove(&[DROP_FAX, extra], &[ADD_FAX]), told);
    // It runs once, and leaves behind what the second run stumbles over.
    let leaves = r#"CREATE VIEW "stray" AS SELECT 1"#;
    assert!(prove(&[leaves, DROP_FAX], &[ADD_FAX]).starts_with("on sqlite, on the second way up: "));
}

#[test]
fn a_migration_without_a_way_down_is_proven_up_alone() {
    let next = without_fax();
    let prove = |up: &[&'static str]| proven([TABLES, &next], &Renames::default(), up, None, false);
    assert_eq!(prove(&[DROP_FAX]).map(|proven| proven.rows), Ok(6));
    assert!(prove(&[]).is_err());
}

#[test]
fn what_is_lost_on_a_way_up_that_nothing_takes_back_is_seen() {
    let next = without_fax().replace("\"name\",\"type\"", "\"full\",\"type\"");
    let renames = Renames {
        columns: [(("author".into(), "full".to_owned()), "name".to_owned())].into(),
        ..Renames::default()
    };
    let prove = |damage: &'static str, is_by_hand: bool| {
        let up = [r#"ALTER TABLE "author" RENAME COLUMN "name" TO "full""#, damage, DROP_FAX];
        prove_one([TABLES, &next], &renames, &up, (None, false, is_by_hand)).map(|proven| proven.rows)
    };
    assert_eq!(prove("SELECT 1", false), Ok(6));
    let gone = r#"DELETE FROM "post" WHERE "id" = (SELECT max("id") FROM "post")"#;
    let told = "on sqlite, after the way up: post held 3 rows and holds 2 now";
    assert_eq!(prove(gone, false), Err(told.to_owned()));
    let changed = r#"UPDATE "author" SET "full" = 'x'"#;
    assert_eq!(prove(changed, false), Err(CHANGED.replace("down", "up")));
    // A person who writes it says so.
    assert_eq!([gone, changed].map(|damage| prove(damage, true)), [Ok(6), Ok(6)]);
}

#[test]
fn a_required_column_that_no_row_gets_a_value_for_is_proven_on_an_empty_table() {
    let next = TABLES.replace(
        r#"{"name":"title","type":"text"}"#,
        r#"{"name":"title","type":"text"},{"name":"slug","type":"text"}"#,
    );
    let up = [r#"ALTER TABLE "post" ADD COLUMN "slug" TEXT NOT NULL"#];
    let down = [r#"ALTER TABLE "post" DROP COLUMN "slug""#];
    let proven = proven([TABLES, &next], &Renames::default(), &up, Some(&down), true).expect("post is empty");
    assert_eq!(proven.rows, 3);
    let told = "slug is new and required, and no row gets a value";
    assert_eq!(proven.empty, [("post".into(), told.to_owned())].into());
}

#[test]
fn a_value_that_a_conversion_refuses_names_the_column_and_the_flag() {
    let next = TABLES.replace(r#"{"name":"title","type":"text"}"#, r#"{"name":"title","type":"integer"}"#);
    let (prev, next) = (schema(TABLES), schema(&next));
    let plan = diff(&prev, &next, &Renames::default());
    let dialect = dialect(Target::Sqlite);
    let units = dialect.render(&plan).expect("SQLite can do it");
    let up: Vec<PlannedStep> = units
        .into_iter()
        .map(|unit| PlannedStep {
            title: "a step".into(),
            statements: unit.statements.into_iter().map(Into::into).collect(),
            rebuilds: unit.rebuilds.map(Into::into),
            transaction: unit.transaction,
            expects: Vec::new(),
            timeouts: Timeouts::default(),
        })
        .collect();
    let operations = plan.operations;
    let case = Case {
        prev: &prev,
        next: &next,
        operations: &operations,
        coming: &operations,
        portable: &Schema::default(),
        models: &[],
        up,
        down: None,
        is_exact: false,
        is_by_hand: false,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
    let error = runtime.block_on(async {
        let mut scratch = Scratch::open(Target::Sqlite, None).await.expect("it opens");
        let session = scratch.session.as_mut();
        for statement in [
            r#"CREATE TABLE "author" ("id" INTEGER, "name" TEXT, "fax" TEXT)"#,
            r#"CREATE TABLE "post" ("id" INTEGER, "title" TEXT)"#,
            r#"INSERT INTO "post" VALUES (1, 'it''s')"#,
        ] {
            session.execute(statement).await.expect("it is right");
        }
        let result = prove_in_place(session, &case).await;
        scratch.close().await.expect("it closes");
        result.expect_err("it is no number")
    });
    let told = "on sqlite, on the way up: post.title does not become integer: \"post\".\"title\" holds no whole number: it's";
    assert_eq!(error.to_string(), told);
    assert!(matches!(error, ProofError::Conversion { flag, .. } if flag == "--fill post.title"));
}

#[test]
fn a_step_that_expects_another_table_does_not_run() {
    let mut step = steps(&[DROP_FAX]);
    let run = |step: &[PlannedStep]| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
        runtime.block_on(async {
            let mut scratch = Scratch::open(Target::Sqlite, None).await.expect("it opens");
            let session = scratch.session.as_mut();
            session
                .execute(r#"CREATE TABLE "author" ("id" INTEGER, "fax" TEXT)"#)
                .await
                .expect("it is right");
            let result = run::steps(session, "on the way up", step).await;
            scratch.close().await.expect("it closes");
            result.map_err(|error| error.to_string())
        })
    };
    step[0].expects = vec![("author".into(), "fax,id".into())];
    assert_eq!(run(&step), Ok(()));
    step[0].expects = vec![("author".into(), "id,name,fax".into())];
    let told = "on sqlite, on the way up: author should have id,name,fax, and has id,fax";
    assert_eq!(run(&step), Err(told.to_owned()));
}
