use std::path::Path;

use strobila::Migration;
use strobila::operation::Operation;
use strobila::schema::{Check, Column, Enum, Schema, Table, Type};

use super::{Agreement, FORMAT, Snapshot, SnapshotError, check, file_name, parse, render};
use crate::fold::{Chain, fold_all};

fn table(name: &str, columns: usize) -> Table {
    let mut table = Table::new(name);
    table.columns = (0..columns).map(|at| Column::new(format!("column_{at}"), Type::String(255))).collect();
    table
}

fn snapshot(tables: usize) -> Snapshot {
    let mut schema = Schema::default();
    (0..tables).for_each(|at| schema.insert(table(&format!("table_{at:04}"), 10)));
    Snapshot { module: "blog".into(), head: Some("Migration202611201326".into()), schema }
}

#[test]
fn a_snapshot_is_read_as_it_was_written() {
    let mut one = snapshot(2);
    let item = Enum { name: "status".into(), values: vec!["a\"\n\u{202e}".into()], ..Enum::default() };
    one.schema.enums.insert("status".into(), item);
    let mut rich = table("rich", 0);
    rich.comment = Some("says \"hi\"".into());
    rich.checks
        .insert("c".into(), Check { name: "c".into(), expression: "a > 0".into(), ..Check::default() });
    one.schema.insert(rich);
    for snapshot in [one, Snapshot { module: "empty".into(), ..Snapshot::default() }] {
        let text = render(&snapshot);
        assert_eq!(parse(&text, Path::new("x")).unwrap(), snapshot);
        assert!(text.ends_with("}\n"));
    }
}

#[test]
fn a_column_is_a_line() {
    let text = render(&snapshot(1));
    assert!(text.lines().any(|line| line == r#"  {"name":"column_3","type":"string(255)"},"#), "{text}");
}

#[test]
fn a_thousand_tables_take_less_than_two_and_a_half_megabytes() {
    assert!(render(&snapshot(1000)).len() < 2_500_000);
}

#[test]
fn what_is_no_snapshot_is_a_typed_error() {
    let text = render(&snapshot(1));
    let path = Path::new("migrations/.snapshot-blog.json");
    let fail = |text: &str| parse(text, path).unwrap_err();
    let newer = text.replace(&format!("\"format\": {FORMAT}"), "\"format\": 9, \"new\": {}");
    assert!(matches!(fail(&newer), SnapshotError::Newer { format: 9, .. }));
    let last = text.lines().count();
    let cut = &text[..text.len() - 3];
    assert!(matches!(fail(cut), SnapshotError::Invalid { line, .. } if line >= last - 2), "{}", fail(cut));
    let merge = text.replacen("\"module\"", "<<<<<<< HEAD\n\"module\"", 1);
    assert!(matches!(fail(&merge), SnapshotError::Conflict { line: 3, .. }));
    assert!(matches!(fail(""), SnapshotError::Invalid { .. }));
    let wrong = text.replace("string(255)", "strong(255)");
    assert!(matches!(fail(&wrong), SnapshotError::Invalid { .. }));
    assert!(fail("").to_string().contains("migrations/.snapshot-blog.json"));
}

#[test]
fn a_file_is_the_fold_or_an_older_one_or_says_what_differs() {
    let create = |name: &str| {
        let operation = Operation::CreateTable { table: table(name, 2) };
        serde_json::to_string(&operation).unwrap()
    };
    let (first, second) = (create("a"), create("b"));
    let one = Migration::new("M1").operations(&first);
    let two = Migration::new("M2").after("M1").operations(&second);
    let list = [&one, &two];
    let chains = [Chain { module: "blog", migrations: &list }];
    let folded = &fold_all(&chains).unwrap()["blog"];
    let earlier = &fold_all(&[Chain { module: "blog", migrations: &list[..1] }]).unwrap()["blog"];

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(file_name("blog"));
    let see = || check(&path, "blog", folded, &chains).unwrap();
    let put = |head: Option<&str>, schema: &Schema| {
        let head = head.map(str::to_owned);
        let text = render(&Snapshot { module: "blog".into(), head, schema: schema.clone() });
        std::fs::write(&path, &text).unwrap();
        text
    };
    assert_eq!(see(), Agreement::Missing);
    let text = put(Some("M2"), &folded.schema);
    assert_eq!(see(), Agreement::Same);
    std::fs::write(&path, text.replace('\n', "\r\n")).unwrap();
    assert_eq!(see(), Agreement::Same);
    std::fs::write(&path, text.replace('\n', " ")).unwrap();
    assert_eq!(see(), Agreement::Same);
    put(Some("M1"), &earlier.schema);
    assert_eq!(see(), Agreement::Older { head: Some("M1".into()) });
    put(None, &Schema::default());
    assert_eq!(see(), Agreement::Older { head: None });

    let differs = |what: &str| assert_eq!(see(), Agreement::Different { what: what.into() });
    put(Some("M2"), &earlier.schema);
    differs("table b is in the migrations alone");
    put(Some("M1"), &folded.schema);
    differs("table b is in the snapshot alone");
    let mut other = folded.schema.clone();
    other.tables.get_mut(&"a".into()).unwrap().columns[1].nullable = true;
    put(Some("M2"), &other);
    differs("table a: column column_1 differs");
    put(Some("M7"), &folded.schema);
    differs("M7, its head, is not among the migrations");
    let error = check(&path, "shop", folded, &chains).unwrap_err();
    assert!(matches!(error, SnapshotError::WrongModule { .. }), "{error}");
}
