//! A rule that rows break: the error shows a query that finds them, to paste after the failure.

use strobila::Error;
use strobila::migration::{Migration, step};
use strobila::schema::Schema;
use strobila_generator::diff::Renames;
use strobila_generator::generate::planned_steps;
use strobila_tests::planning::Change;

use crate::support::*;

const PREV: &str = r#"{"tables":[
    {"name":"writer","columns":[{"name":"id","type":"integer"},{"name":"mail","type":"string(99)","nullable":true}],
     "primary_key":{"name":"writer_pkey","columns":["id"]}},
    {"name":"post","columns":[{"name":"id","type":"integer"},{"name":"by","type":"integer","nullable":true}],
     "primary_key":{"name":"post_pkey","columns":["id"]}}]}"#;

/// The migrations that lead to PREV, and from there to `next`.
fn migrations(db: &Db, next: &str) -> [Migration<'static>; 2] {
    let read = |text: &str| serde_json::from_str::<Schema>(text).unwrap();
    let (nothing, prev, next) = (Schema::default(), read(PREV), read(next));
    let mut renames = Renames::default();
    if next.tables.contains_key(&"author".into()) {
        renames.tables.insert("author".into(), "writer".into());
        renames.columns.insert(("author".into(), "email".to_owned()), "mail".to_owned());
    }
    let start = made(db, ("M1", None), [&nothing, &prev], &Renames::default());
    [start, made(db, ("M2", Some("M1")), [&prev, &next], &renames)]
}

fn made(
    db: &Db,
    (name, after): (&str, Option<&str>),
    [prev, next]: [&Schema; 2],
    renames: &Renames,
) -> Migration<'static> {
    let fills = Default::default();
    let (plan, draft) = Change { prev, next, renames, fills: &fills }.draft(db.target).unwrap().unwrap();
    let leak = |text: &str| -> &'static str { text.to_owned().leak() };
    let steps = planned_steps(&draft.up, db.target).into_iter().map(|one| {
        let list: Vec<&'static str> = one.statements.iter().map(|text| leak(text)).collect();
        match &one.rebuilds {
            Some(table) => step(leak(&one.title)).rebuild_sqlite(leak(table), list.leak()),
            None => step(leak(&one.title)).sql(list.leak()),
        }
    });
    let lines = plan.portable.operations.iter().map(|one| serde_json::to_string(one).unwrap());
    let lines = lines.collect::<Vec<_>>().join("\n");
    migration(name, after, steps.collect(), vec![]).operations(lines.leak())
}

/// What the query of the error finds, once the way to `next` stopped at these rows.
async fn found(db: &Db, next: &str, rows: &[&str]) -> Vec<String> {
    let [start, change] = migrations(db, next);
    migrate(&blog(&[start]), &db.url).await.unwrap();
    for row in rows {
        db.execute(row).await;
    }
    let error = migrate(&blog(&[start, change]), &db.url).await.unwrap_err();
    assert!(matches!(error, Error::Step { .. }), "{error}");
    let help = error.help().unwrap_or_default();
    let query = help.lines().find_map(|line| line.strip_prefix("these rows are in the way: "));
    let query = query.unwrap_or_else(|| panic!("{error}\n{help}"));
    let mut session = db.session().await;
    let rows = session.query(query).await.unwrap_or_else(|error| panic!("{query}: {error}"));
    session.close().await;
    rows.into_iter()
        .map(|row| row.into_iter().map(|value| value.unwrap_or_default()).collect::<Vec<_>>().join(" "))
        .collect()
}

fn next(table: &str, mail: &str, more: &str, post: &str) -> String {
    format!(
        r#"{{"tables":[
        {{"name":"{table}","columns":[{{"name":"id","type":"integer"}},{mail}],
         "primary_key":{{"name":"writer_pkey","columns":["id"]}}{more}}},
        {{"name":"post","columns":[{{"name":"id","type":"integer"}},{{"name":"by","type":"integer","nullable":true}}],
         "primary_key":{{"name":"post_pkey","columns":["id"]}}{post}}}]}}"#
    )
}

const WRITERS: &str =
    "INSERT INTO writer (id, mail) VALUES (1, 'a'), (2, 'b'), (3, 'a'), (4, NULL), (5, NULL)";
const MAIL: &str = r#"{"name":"mail","type":"string(99)","nullable":true}"#;

on_all! {
    async fn a_column_that_becomes_required_shows_the_rows_without_a_value(db: &Db) {
        let next = next("writer", r#"{"name":"mail","type":"string(99)"}"#, "", "");
        let rows = found(db, &next, &[WRITERS]).await;
        assert_eq!(rows, ["4 ", "5 "]);
    }

    async fn a_unique_shows_the_values_that_are_there_twice(db: &Db) {
        let unique = r#","uniques":[{"name":"author_email_key","columns":["email"]}]"#;
        let next = next("author", r#"{"name":"email","type":"string(99)","nullable":true}"#, unique, "");
        let rows = found(db, &next, &[WRITERS]).await;
        assert_eq!(rows, ["a 2"]);
    }

    async fn a_foreign_key_shows_the_rows_that_point_at_nothing(db: &Db) {
        let key = r#","foreign_keys":[{"name":"post_by_fkey","columns":["by"],"references":"writer","target":["id"]}]"#;
        let posts = "INSERT INTO post VALUES (1, 1), (2, 9), (3, NULL)";
        let rows = found(db, &next("writer", MAIL, "", key), &[WRITERS, posts]).await;
        assert_eq!(rows, ["2 9"]);
    }
}
