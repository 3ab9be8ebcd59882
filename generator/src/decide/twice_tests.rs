//! One new name cannot be two old ones, and what comes back required under a key needs more than one value.

use std::collections::BTreeMap;

use strobila::model::{Hints, Places};
use strobila::operation::{Operation, Plan};
use strobila::schema::{Column, Enum, Name, PrimaryKey, Schema, Table, Type, Unique};

use super::{Decisions, Flags, Sides, Undecided, decide, down_fills};
use crate::questioner::Nobody;

fn table(name: &str, columns: &[&str]) -> Table {
    let mut table = Table::new(name);
    table.columns = columns.iter().map(|name| Column::new(*name, Type::Text)).collect();
    table
}

fn schema(tables: &[Table]) -> Schema {
    let mut schema = Schema::default();
    tables.iter().cloned().for_each(|table| schema.insert(table));
    schema
}

fn status(values: &[&str]) -> Schema {
    let mut schema = Schema::default();
    let values = values.iter().map(|value| value.to_string()).collect();
    let item = Enum { name: Name::new("status"), values, ..Enum::default() };
    schema.enums.insert(item.name.clone(), item);
    schema
}

fn decided(prev: &Schema, next: &Schema, renames: &[&str]) -> Result<Decisions, Undecided> {
    let owners = |schema: &Schema| -> BTreeMap<Name, String> {
        let names = schema.tables.keys().chain(schema.enums.keys());
        names.map(|name| (name.clone(), "blog".to_owned())).collect()
    };
    let (prev_owner, next_owner) = (owners(prev), owners(next));
    let sides = Sides {
        prev,
        next,
        prev_owner: &prev_owner,
        next_owner: &next_owner,
        hints: &Hints::default(),
        places: &Places::default(),
        wanted: &["blog".to_owned()].into(),
    };
    let renames: Vec<String> = renames.iter().map(|text| text.to_string()).collect();
    let flags = Flags::parse(&renames, &[], &[], &[], &[], &[]).expect("they are well formed");
    decide(&sides, &flags, &mut Nobody::default())
}

fn refusal(prev: &Schema, next: &Schema, renames: &[&str]) -> String {
    match decided(prev, next, renames) {
        Err(Undecided::Flag(flag)) => flag.message,
        other => panic!("expected a flag to be refused, got {other:?}"),
    }
}

#[test]
fn two_tables_cannot_both_be_the_new_one() {
    let (prev, next) = (schema(&[table("a", &["x"]), table("b", &["x"])]), schema(&[table("c", &["x"])]));
    let told = refusal(&prev, &next, &["a=c", "b=c"]);
    assert_eq!(told, "`--rename b=c` names nothing new in the models");
}

#[test]
fn two_columns_cannot_both_be_the_new_one() {
    let (prev, next) = (schema(&[table("t", &["a", "b"])]), schema(&[table("t", &["c"])]));
    let told = refusal(&prev, &next, &["t.a=c", "t.b=c"]);
    assert_eq!(told, "`--rename t.b=c` names nothing new in the models");
}

#[test]
fn two_values_cannot_both_be_the_new_one() {
    // A third value, so that there is something left to ask for.
    let told = refusal(&status(&["a", "b"]), &status(&["c", "d"]), &["status.a=c", "status.b=c"]);
    assert_eq!(told, "`--rename status.b=c` names nothing new in the models");
}

#[test]
fn what_was_there_before_gives_its_name_away_only_with_a_word_about_it() {
    let (prev, next) = (schema(&[table("t", &["a", "b"])]), schema(&[table("t", &["b"])]));
    let Err(Undecided::Open(questions)) = decided(&prev, &next, &["t.a=b"]) else {
        panic!("expected a question about the b of before");
    };
    let asked: Vec<&str> = questions.iter().map(|question| question.subject.as_str()).collect();
    assert_eq!(asked, ["t.b"]);
}

/// The way down that brings `code` back: how many fills there are, and what no fill can bring back.
fn comes_back(change: impl Fn(&mut Table)) -> (usize, Vec<String>) {
    let mut before = table("t", &["code"]);
    change(&mut before);
    let (table_name, column) = (before.name.clone(), before.columns[0].clone());
    let operations = vec![Operation::AddColumn { table: table_name, column, fill: None, place: None }];
    let down = Plan { prev: schema(&[table("t", &[])]), next: schema(&[before]), operations };
    let (fills, hopeless) = down_fills(&down, &Flags::default());
    (fills.len(), hopeless)
}

#[test]
fn a_column_under_a_key_comes_back_with_no_value_for_all_rows() {
    let columns = || vec!["code".to_owned()];
    let primary = |table: &mut Table| {
        table.primary_key =
            Some(PrimaryKey { name: "t_pkey".to_owned(), columns: columns(), ..PrimaryKey::default() });
    };
    let unique = |table: &mut Table| {
        let unique = Unique { name: "t_code_key".to_owned(), columns: columns(), ..Unique::default() };
        table.uniques.insert(unique.name.clone(), unique);
    };
    let hopeless = (0, vec!["t.code".to_owned()]);
    assert_eq!(comes_back(|_| {}), (1, Vec::new()));
    assert_eq!(comes_back(primary), hopeless);
    assert_eq!(comes_back(unique), hopeless);
}
