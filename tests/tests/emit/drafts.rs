//! Drafts whose files are the samples.

use std::collections::BTreeMap;

use strobila::Target::{self, Mariadb, Mysql, Postgres, Sqlite};
use strobila::migration::{Hazard, Transaction};
use strobila::operation::Operation;
use strobila::schema::{Check, Column, DefaultValue, Enum, Table, Type};
use strobila_generator::draft::{Draft, DraftDown, DraftStep};

pub(crate) fn all() -> Vec<Draft> {
    vec![first(), reviewed(), empty(), hostile(), four(), baseline()]
}

fn draft(minute: u32, targets: &[Target]) -> Draft {
    Draft {
        module: "blog".to_owned(),
        name: format!("Migration20261120{minute:04}"),
        after: (minute > 1300).then(|| format!("Migration20261120{:04}", minute - 1)),
        targets: targets.to_vec(),
        ..Draft::default()
    }
}

fn step(title: &str, statements: &[(Target, &[&str])]) -> DraftStep {
    let owned = |texts: &&[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let statements: BTreeMap<Target, Vec<String>> =
        statements.iter().map(|(target, texts)| (*target, owned(texts))).collect();
    DraftStep { title: title.to_owned(), statements, ..DraftStep::default() }
}

/// One target, a statement on several lines.
fn first() -> Draft {
    let create = "CREATE TABLE \"author\" (\n    \"id\" BLOB NOT NULL PRIMARY KEY,\n    \"fax\" TEXT\n)";
    let mut table = Table::new("author");
    table.columns =
        vec![Column::new("id", Type::Uuid), Column { nullable: true, ..Column::new("fax", Type::Text) }];
    Draft {
        up: vec![step("create table author", &[(Sqlite, &[create])])],
        down_steps: vec![step("drop table author", &[(Sqlite, &["DROP TABLE \"author\""])])],
        operations: vec![Operation::CreateTable { table }],
        ..draft(1300, &[Sqlite])
    }
}

/// The example of the design.
fn reviewed() -> Draft {
    let add: &[&str] = &[
        "ALTER TABLE \"author\" ADD COLUMN \"country\" text NOT NULL DEFAULT 'DE'",
        "ALTER TABLE \"author\" ALTER COLUMN \"country\" DROP DEFAULT",
    ];
    let mut rebuild =
        step("add author.country, existing rows get 'DE'", &[(Postgres, add), (Sqlite, &["SELECT 1"])]);
    rebuild.rebuilds = Some("author".to_owned());
    rebuild.expected_on = vec![(Sqlite, "author".to_owned(), vec!["id".to_owned(), "fax".to_owned()])];
    let drop: &[&str] = &["ALTER TABLE \"author\" DROP COLUMN \"fax\""];
    let mut dropped = step("drop author.fax", &[(Postgres, drop), (Sqlite, drop)]);
    dropped.accepted = vec![(Hazard::DataLoss, "nobody has a fax; agreed in #512".to_owned())];
    let table = || "author".into();
    let fax = Column { nullable: true, ..Column::new("fax", Type::Text) };
    let country = Column::new("country", Type::Text);
    Draft {
        requires: vec![("catalog".to_owned(), "Migration202611191200".to_owned())],
        up: vec![rebuild, dropped],
        down: DraftDown::Lossy {
            loses: "the values of author.country; author.fax comes back empty".to_owned(),
        },
        operations: vec![
            Operation::AddColumn { table: table(), column: country, fill: Some("'DE'".into()), place: None },
            Operation::DropColumn { table: table(), column: fax },
        ],
        up_loses: vec!["the values of author.fax".to_owned()],
        ..draft(1301, &[Postgres, Sqlite])
    }
}

/// Neither steps nor operations, a title by a person.
fn empty() -> Draft {
    Draft {
        title: Some("backfill the [slugs] of <Post>".to_owned()),
        down: DraftDown::Irreversible { because: "it is Rust".to_owned() },
        ..draft(1302, &[Postgres, Sqlite])
    }
}

/// RELIABILITY 18 to 20 in every place that takes a text.
fn hostile() -> Draft {
    let texts = [
        "\"#",
        "\"##\"",
        "*/ /* //",
        "{} {0} ${x}",
        "cr\rhere",
        "crlf\r\nhere",
        "u\u{2028}v\u{2029}w",
        "bidi \u{202e}x\u{2069}",
        "nul\0here",
        "`tick` ```",
        "back\\slash\\",
        "new\nline",
        "trailing ",
        " ; DROP TABLE x; --",
        "'; --",
        "🎐 é ß",
        "SELECT",
        "zero\u{200b}width",
        "\u{feff}bom",
        "\t tab",
        "<script> [link] https",
        "r#\"raw\"#",
        "//! doc",
        "```\nfn main() {}\n```",
    ];
    let all = texts.concat();
    let mut column = Column::new(all.clone(), Type::Custom(all.as_str().into()));
    column.default = Some(DefaultValue::Text(all.clone()));
    column.comment = Some(all.clone());
    let mut table = Table::new(all.as_str());
    table.comment = Some(all.clone());
    table.columns = texts.iter().map(|name| Column::new(*name, Type::Text)).collect();
    let check = Check::new(&all, all.as_str());
    let mut each = step(&all, &[(Postgres, &texts), (Sqlite, &[&all])]);
    each.accepted = vec![(Hazard::DataLoss, all.clone())];
    each.expected = vec![(all.clone(), vec![all.clone(), "b".to_owned()])];
    each.expected_on = vec![(Sqlite, all.clone(), Vec::new())];
    each.rebuilds = Some(all.clone());
    each.transaction = Transaction::Own;
    let item =
        Enum { name: all.as_str().into(), values: texts.map(str::to_owned).to_vec(), ..Enum::default() };
    Draft {
        requires: vec![(all.clone(), all.clone())],
        title: Some(all.clone()),
        up: vec![each, step("", &[(Postgres, &texts), (Sqlite, &texts)]), step("nothing", &[])],
        down: DraftDown::Lossy { loses: all.clone() },
        down_steps: vec![step("one", &[(Postgres, &[])])],
        operations: vec![
            Operation::CreateEnum { item },
            Operation::AddColumn {
                table: all.as_str().into(),
                column,
                fill: Some(all.as_str().into()),
                place: None,
            },
            Operation::CreateTable { table },
            Operation::AddCheck { table: all.as_str().into(), check },
        ],
        up_loses: vec![all],
        ..draft(1303, &[Postgres, Sqlite])
    }
}

/// Four targets: one inherits from another, differs from it, or does nothing.
fn four() -> Draft {
    let one: &[&str] = &["SELECT 1"];
    let two: &[&str] = &["SELECT 2"];
    let mut alone = step("on one", &[(Postgres, two)]);
    alone.transaction = Transaction::None;
    Draft {
        up: vec![
            step("the same", &[(Postgres, one), (Mysql, one), (Mariadb, one), (Sqlite, one)]),
            step("inherited", &[(Postgres, two), (Mysql, one), (Mariadb, one)]),
            step("its own", &[(Mysql, one), (Mariadb, two), (Sqlite, one)]),
            step("not on MariaDB", &[(Mysql, one)]),
            step("on three", &[(Postgres, one), (Mariadb, one), (Sqlite, one)]),
            alone,
        ],
        ..draft(1304, &Target::ALL)
    }
}

/// A baseline for one of three targets, which another one must not inherit from.
fn baseline() -> Draft {
    let made = Operation::CreateTable { table: Table::new("author") };
    Draft {
        up: vec![step("create table author", &[(Mysql, &["CREATE TABLE author (id int)"])])],
        down: DraftDown::Lossy { loses: "the rows of table author".to_owned() },
        down_steps: vec![step("drop table author", &[(Mysql, &["DROP TABLE author"])])],
        baseline: Some((Mysql, vec![made])),
        ..draft(1305, &[Mysql, Mariadb, Sqlite])
    }
}

/// A draft with one text in every place.
pub(crate) fn of_text(text: &str) -> Draft {
    Draft {
        title: Some(text.to_owned()),
        up: vec![step(text, &[(Sqlite, &[text])])],
        down: DraftDown::Irreversible { because: text.to_owned() },
        operations: vec![Operation::DropColumn { table: text.into(), column: Column::new(text, Type::Text) }],
        up_loses: vec![text.to_owned()],
        ..draft(1300, &[Sqlite])
    }
}
