use strobila::dialect::dialect;
use strobila::schema::{Check, Column, ForeignKey, PrimaryKey, Schema, Table, Type};
use strobila::{Target, operation::Operation};

use super::super::order::parents_first;
use super::super::wishes::Wishes;
use super::{Inserted, TableRows};

fn key(columns: &[&str]) -> PrimaryKey {
    PrimaryKey {
        name: "k".into(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..PrimaryKey::default()
    }
}

fn points(column: &str, at: &str) -> ForeignKey {
    ForeignKey {
        name: format!("{column}_fkey"),
        columns: vec![column.into()],
        references: at.into(),
        target: vec!["id".into()],
        ..ForeignKey::default()
    }
}

fn table(name: &str, foreign_keys: &[(&str, &str, bool)]) -> Table {
    let mut table = Table::new(name);
    table.columns.push(Column::new("id", Type::Integer));
    table.primary_key = Some(key(&["id"]));
    for (column, at, nullable) in foreign_keys {
        table.columns.push(Column { nullable: *nullable, ..Column::new(*column, Type::Integer) });
        let key = points(column, at);
        table.foreign_keys.insert(key.name.clone(), key);
    }
    table
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::default();
    tables.into_iter().for_each(|table| schema.insert(table));
    schema
}

fn rows(schema: &Schema, name: &str, inserted: &Inserted, operations: &[Operation]) -> Vec<Vec<String>> {
    let wishes = Wishes::of(operations);
    let sqlite = dialect(Target::Sqlite);
    let rows = TableRows::new(schema, &schema.tables[&name.into()], &wishes, inserted, sqlite);
    let literals = |row| rows.row(row, 0).map(|row| row.into_iter().map(|(_, literal)| literal).collect());
    (0..3).filter_map(literals).collect()
}

#[test]
fn a_cycle_is_entered_where_the_key_may_be_null() {
    let schema = schema([
        table("author", &[("team_id", "team", false)]),
        table("post", &[("author_id", "author", false)]),
        table("team", &[("lead_id", "author", true)]),
    ]);
    let order: Vec<String> =
        parents_first(&schema, &Wishes::default()).into_iter().map(|name| name.name).collect();
    assert_eq!(order, ["team", "author", "post"]);
}

#[test]
fn a_key_points_at_rows_that_are_there_and_is_null_in_the_second_row() {
    let schema = schema([table("a", &[]), table("b", &[("a_id", "a", true)])]);
    let parents = ["7", "8", "9"].map(|id| [("id".to_owned(), id.to_owned())].into_iter().collect());
    let inserted: Inserted = [("a".into(), parents.to_vec())].into_iter().collect();
    assert_eq!(rows(&schema, "b", &inserted, &[]), [["1", "7"], ["2", "NULL"], ["3", "9"]]);
}

#[test]
fn a_required_self_reference_points_at_its_own_row() {
    let schema = schema([table("a", &[("parent_id", "a", false)])]);
    assert_eq!(rows(&schema, "a", &Inserted::new(), &[])[0], ["1", "1"]);
}

#[test]
fn a_key_of_tomorrow_to_a_table_of_tomorrow_is_null_today() {
    let mut plain = table("b", &[]);
    plain.columns.push(Column { nullable: true, ..Column::new("a_id", Type::Integer) });
    let add = Operation::AddForeignKey { table: "b".into(), foreign_key: points("a_id", "a") };
    assert_eq!(rows(&schema([plain]), "b", &Inserted::new(), &[add])[0], ["1", "NULL"]);
}

#[test]
fn texts_that_become_numbers_are_numbers_and_checks_name_their_values() {
    let mut plain = Table::new("t");
    plain.columns.push(Column::new("age", Type::Text));
    plain.columns.push(Column::new("status", Type::Text));
    let expression = "status IN ('draft', 'live')".into();
    plain.checks.insert("c".into(), Check { name: "c".into(), expression, ..Check::default() });
    let alter = Operation::AlterColumn {
        table: "t".into(),
        from: Column::new("age", Type::Text),
        to: Column::new("age", Type::Integer),
        fill: None,
        using: None,
    };
    let rows = rows(&schema([plain]), "t", &Inserted::new(), &[alter]);
    assert_eq!(rows[0], ["'1'", "'draft'"]);
    assert_eq!(rows[1], ["'2'", "'live'"]);
}
