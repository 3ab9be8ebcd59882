use std::collections::BTreeMap;

use strobila::Target::{self, Postgres, Sqlite};
use strobila::dialect::Unit;
use strobila::migration::Transaction;
use strobila::operation::{Operation, Plan};
use strobila::schema::{Column, Table, Type};

use super::merge;
use crate::draft::DraftStep;

fn add(table: &str, column: &str) -> Operation {
    Operation::AddColumn {
        table: table.into(),
        column: Column::new(column, Type::Text),
        fill: None,
        place: None,
    }
}

fn drop(table: &str, column: &str) -> Operation {
    Operation::DropColumn { table: table.into(), column: Column::new(column, Type::Text) }
}

fn create(table: &str) -> Operation {
    Operation::CreateTable { table: Table::new(table) }
}

fn unit(operations: &[usize], statement: &str) -> Unit {
    Unit { operations: operations.to_vec(), statements: vec![statement.to_owned()], ..Unit::default() }
}

fn rebuild(operations: &[usize], table: &str) -> Unit {
    let expects = vec![(table.to_owned(), vec!["id".to_owned()])];
    Unit { rebuilds: Some(table.to_owned()), expects, ..unit(operations, "REBUILD") }
}

type Sides = BTreeMap<Target, (Plan, Vec<Unit>)>;

fn sides(each: Vec<(Target, Vec<Operation>, Vec<Unit>)>) -> Sides {
    let side = |(target, operations, units)| (target, (Plan { operations, ..Plan::default() }, units));
    each.into_iter().map(side).collect()
}

fn titles(steps: &[DraftStep]) -> Vec<(&str, Vec<Target>)> {
    steps.iter().map(|step| (step.title.as_str(), step.statements.keys().copied().collect())).collect()
}

#[test]
fn a_rebuild_is_one_step_with_the_statements_it_stands_for() {
    let ops = vec![add("author", "a"), drop("author", "b"), create("post")];
    let sides = sides(vec![
        (Postgres, ops.clone(), vec![unit(&[0], "A"), unit(&[1], "B"), unit(&[2], "C")]),
        (Sqlite, ops, vec![rebuild(&[0, 1], "author"), unit(&[2], "C")]),
    ]);
    let steps = merge(&sides);
    let both = || vec![Postgres, Sqlite];
    assert_eq!(titles(&steps), [("add author.a; drop author.b", both()), ("create table post", both())]);
    assert_eq!(steps[0].statements[&Postgres], ["A", "B"]);
    assert_eq!(steps[0].rebuilds.as_deref(), Some("author"));
    assert!(steps[0].expected.is_empty());
    assert_eq!(steps[0].expected_on, [(Sqlite, "author".to_owned(), vec!["id".to_owned()])]);
}

#[test]
fn what_only_one_target_does_is_its_own_step() {
    let status = strobila::schema::Enum { name: "status".into(), ..Default::default() };
    let sides = sides(vec![
        (
            Postgres,
            vec![Operation::CreateEnum { item: status }, create("a")],
            vec![unit(&[0], "E"), unit(&[1], "A")],
        ),
        (Sqlite, vec![create("a")], vec![unit(&[0], "A")]),
    ]);
    let steps = merge(&sides);
    assert_eq!(
        titles(&steps),
        [("create enum status", vec![Postgres]), ("create table a", vec![Postgres, Sqlite])]
    );
}

#[test]
fn transactions_are_never_mixed() {
    let ops = vec![add("a", "x"), add("a", "y")];
    let own = Unit { transaction: Transaction::Own, ..unit(&[0], "X") };
    let sides_of = |first: Unit, second: Unit| {
        sides(vec![
            (Postgres, ops.clone(), vec![first, second]),
            (Sqlite, ops.clone(), vec![unit(&[0, 1], "BOTH")]),
        ])
    };
    let steps = merge(&sides_of(own.clone(), unit(&[1], "Y")));
    assert_eq!(steps.len(), 3);
    assert_eq!(steps[0].transaction, Transaction::Own);
    assert_eq!(steps[2].transaction, Transaction::Shared);
    // Two transactions of their own stay two.
    let both = sides(vec![
        (Postgres, ops.clone(), vec![own.clone(), Unit { operations: vec![1], ..own.clone() }]),
        (Sqlite, ops.clone(), vec![Unit { operations: vec![0, 1], ..own }]),
    ]);
    assert_eq!(merge(&both).len(), 3);
}

#[test]
fn many_tables_in_another_order_are_not_one_step() {
    let ops: Vec<Operation> = (0..12).map(|at| create(&format!("t{at}"))).collect();
    let forward = (0..12).map(|at| unit(&[at], &format!("{at}"))).collect();
    let backward = (0..12).rev().map(|at| unit(&[at], &format!("{at}"))).collect();
    let sides = sides(vec![(Postgres, ops.clone(), forward), (Sqlite, ops, backward)]);
    assert_eq!(merge(&sides).len(), 24);
}

#[test]
fn dropping_and_adding_a_constraint_is_called_replacing_it() {
    let check = || strobila::schema::Check::new("c", "a > 0");
    let ops = vec![
        Operation::DropCheck { table: "a".into(), check: check() },
        drop("a", "x"),
        add("a", "x"),
        Operation::AddCheck { table: "a".into(), check: check() },
    ];
    let steps = merge(&sides(vec![(Sqlite, ops, vec![rebuild(&[0, 1, 2, 3], "a")])]));
    assert_eq!(steps[0].title, "drop a.x; add a.x; replace check c");
}

#[test]
fn a_title_names_three_operations() {
    let ops: Vec<Operation> = (0..5).map(|at| add("a", &format!("c{at}"))).collect();
    let steps = merge(&sides(vec![(Sqlite, ops, vec![rebuild(&[0, 1, 2, 3, 4], "a")])]));
    assert_eq!(steps[0].title, "add a.c0; add a.c1; add a.c2 and 2 more");
    assert_eq!(steps[0].expected, [("a".to_owned(), vec!["id".to_owned()])]);
    assert_eq!(merge(&Sides::new()), []);
}

#[test]
fn what_one_target_does_alone_does_not_keep_the_others_apart() {
    let sides = sides(vec![
        (Postgres, vec![create("tag"), add("author", "a")], vec![unit(&[0], "T"), unit(&[1], "A")]),
        (
            Sqlite,
            vec![add("post", "p"), add("author", "a")],
            vec![rebuild(&[0], "post"), rebuild(&[1], "author")],
        ),
    ]);
    assert_eq!(
        titles(&merge(&sides)),
        [
            ("create table tag", vec![Postgres]),
            ("add post.p", vec![Sqlite]),
            ("add author.a", vec![Postgres, Sqlite]),
        ]
    );
}

#[test]
fn what_goes_is_named_before_what_is_only_counted() {
    let operations = vec![add("t", "a"), add("t", "b"), add("t", "c"), drop("t", "fax")];
    let units = vec![rebuild(&[0, 1, 2, 3], "t")];
    let steps = merge(&sides(vec![(Sqlite, operations, units)]));
    let title = &steps[0].title;
    assert!(title.starts_with("drop t.fax; ") && title.ends_with(" and 1 more"), "{title}");
}
