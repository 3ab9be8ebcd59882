//! Plans lead where they say, both ways.

use strobila::operation::Operation;
use strobila::schema::{
    Check, Column, Enum, ForeignKey, Index, IndexPart, Name, PrimaryKey, Schema, Table, Type, Unique,
};

use super::{Renames, align, check, diff};

fn table(name: &str, columns: &[(&str, Type)]) -> Table {
    let mut table = Table::new(name);
    table.columns = columns.iter().map(|(name, ty)| Column::new(*name, ty.clone())).collect();
    table.primary_key = Some(PrimaryKey {
        name: format!("{name}_pkey"),
        columns: vec![columns[0].0.to_owned()],
        ..PrimaryKey::default()
    });
    table
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::default();
    tables.into_iter().for_each(|table| schema.insert(table));
    schema
}

fn points(table: &mut Table, column: &str, at: &str) {
    let name = format!("{}_{column}_fkey", table.name.name);
    let key = ForeignKey {
        name: name.clone(),
        columns: vec![column.to_owned()],
        references: Name::new(at),
        target: vec!["id".to_owned()],
        on_delete: Default::default(),
        on_update: Default::default(),
        ..ForeignKey::default()
    };
    table.foreign_keys.insert(name, key);
}

fn column_renames(list: &[(&str, &str, &str)]) -> Renames {
    let mut renames = Renames::default();
    for (table, old, new) in list {
        renames.columns.insert((Name::new(*table), new.to_string()), old.to_string());
    }
    renames
}

/// Plans both ways, checks both, and gives the phrases of the way up.
fn both_ways(prev: &Schema, next: &Schema, renames: &Renames) -> Vec<String> {
    let next = align(prev, next, renames);
    let up = diff(prev, &next, renames);
    check(&up).unwrap();
    let down = diff(&up.next, prev, &renames.inverse());
    check(&down).unwrap();
    assert_eq!(
        diff(&up.next, &align(&up.next, &next, &Renames::default()), &Renames::default()).operations,
        []
    );
    up.operations.iter().map(Operation::to_string).collect()
}

#[test]
fn nothing_changed_is_no_operation() {
    let author = schema([table("author", &[("id", Type::Uuid)])]);
    assert_eq!(both_ways(&author, &author, &Renames::default()), [] as [&str; 0]);
}

#[test]
fn a_circle_of_keys_is_closed_after_its_tables() {
    let mut a = table("a", &[("id", Type::Uuid), ("b_id", Type::Uuid)]);
    let mut b = table("b", &[("id", Type::Uuid), ("a_id", Type::Uuid)]);
    points(&mut a, "b_id", "b");
    points(&mut b, "a_id", "a");
    let ops = both_ways(&Schema::default(), &schema([a, b]), &Renames::default());
    assert_eq!(ops, ["create table a", "create table b", "add foreign key a_b_id_fkey"]);
}

#[test]
fn two_columns_swap_their_names() {
    let prev = schema([table("t", &[("id", Type::Uuid), ("a", Type::Text), ("b", Type::Integer)])]);
    let next = schema([table("t", &[("id", Type::Uuid), ("a", Type::Integer), ("b", Type::Text)])]);
    let ops = both_ways(&prev, &next, &column_renames(&[("t", "a", "b"), ("t", "b", "a")]));
    assert_eq!(ops, ["rename t.a to strobila_old_a", "rename t.b to a", "rename t.strobila_old_a to b"]);
}

#[test]
fn two_tables_swap_their_names() {
    let prev = schema([table("a", &[("id", Type::Uuid)]), table("b", &[("key", Type::Text)])]);
    let next = schema([table("b", &[("id", Type::Uuid)]), table("a", &[("key", Type::Text)])]);
    let mut renames = Renames::default();
    renames.tables.insert(Name::new("a"), Name::new("b"));
    renames.tables.insert(Name::new("b"), Name::new("a"));
    let ops = both_ways(&prev, &next, &renames);
    assert_eq!(ops.len(), 3, "{ops:?}");
}

#[test]
fn a_renamed_column_keeps_its_index_name_and_a_new_one_gets_a_number() {
    let index = |name: &str, column: &str| Index {
        name: name.to_owned(),
        parts: vec![IndexPart::column(column)],
        ..Index::default()
    };
    let mut old = table("author", &[("id", Type::Uuid), ("name", Type::Text)]);
    old.indexes.insert("author_name_idx".into(), index("author_name_idx", "name"));
    let mut new = table("author", &[("id", Type::Uuid), ("full_name", Type::Text), ("name", Type::Text)]);
    new.indexes.insert("author_full_name_idx".into(), index("author_full_name_idx", "full_name"));
    new.indexes.insert("author_name_idx".into(), index("author_name_idx", "name"));
    let ops = both_ways(&schema([old]), &schema([new]), &column_renames(&[("author", "name", "full_name")]));
    assert_eq!(ops, ["rename author.name to full_name", "add author.name", "add index author_name_idx1"]);
}

#[test]
fn a_check_follows_its_renamed_column() {
    let with = |column: &str, expression: &str| {
        let mut table = table("t", &[("id", Type::Uuid), (column, Type::Text)]);
        let name = "t_named_check".to_owned();
        table.checks.insert(name.clone(), Check { name, expression: expression.into(), ..Check::default() });
        schema([table])
    };
    let renames = column_renames(&[("t", "a", "b")]);
    let ops = both_ways(&with("a", "length(a) > 0"), &with("b", "length(b) > 0"), &renames);
    assert_eq!(ops, ["rename t.a to b"]);
}

#[test]
fn a_key_over_columns_that_change_type_is_dropped_and_added_again() {
    let pair = |ty: Type| {
        let author = table("author", &[("id", ty.clone())]);
        let mut post = table("post", &[("id", Type::Uuid), ("author_id", ty)]);
        points(&mut post, "author_id", "author");
        schema([author, post])
    };
    let ops = both_ways(&pair(Type::Text), &pair(Type::Uuid), &Renames::default());
    assert_eq!(
        ops,
        [
            "drop foreign key post_author_id_fkey",
            "change author.id from text to uuid",
            "change post.author_id from text to uuid",
            "add foreign key post_author_id_fkey",
        ]
    );
}

#[test]
fn tables_are_dropped_children_first() {
    let author = table("author", &[("id", Type::Uuid)]);
    let mut post = table("a_post", &[("id", Type::Uuid), ("author_id", Type::Uuid)]);
    points(&mut post, "author_id", "author");
    let ops = both_ways(&schema([author, post]), &Schema::default(), &Renames::default());
    assert_eq!(ops, ["drop table a_post", "drop table author"]);
}

#[test]
fn a_key_that_another_table_points_at_is_replaced_under_it() {
    let author = |primary: bool| {
        let mut author = table("author", &[("id", Type::Uuid)]);
        if !primary {
            author.primary_key = None;
            let unique =
                Unique { name: "author_id_key".into(), columns: vec!["id".into()], ..Unique::default() };
            author.uniques.insert(unique.name.clone(), unique);
        }
        let mut post = table("post", &[("id", Type::Uuid), ("author_id", Type::Uuid)]);
        points(&mut post, "author_id", "author");
        schema([author, post])
    };
    let ops = both_ways(&author(true), &author(false), &Renames::default());
    assert_eq!(ops[0], "drop foreign key post_author_id_fkey");
    assert_eq!(ops.len(), 4);
}

#[test]
fn enum_values_are_added_in_their_place() {
    let status = |values: &[&str]| {
        let mut schema = Schema::default();
        let item = Enum {
            name: Name::new("status"),
            values: values.iter().map(|value| value.to_string()).collect(),
            ..Enum::default()
        };
        schema.enums.insert(item.name.clone(), item);
        schema
    };
    let ops = both_ways(&status(&["b", "d"]), &status(&["a", "b", "c", "d", "e"]), &Renames::default());
    assert_eq!(
        ops,
        ["add value a to enum status", "add value c to enum status", "add value e to enum status"]
    );
    let ops = both_ways(&status(&["a", "b"]), &status(&["b"]), &Renames::default());
    assert_eq!(ops, ["replace the values of enum status"]);
}

#[test]
fn a_key_gives_way_to_another_over_the_same_columns_only_without_what_points_at_it() {
    let author = |primary: bool| {
        let mut author = table("author", &[("id", Type::Uuid)]);
        let unique = Unique { name: "author_id_key".into(), columns: vec!["id".into()], ..Unique::default() };
        author.uniques.insert(unique.name.clone(), unique);
        author.primary_key.take_if(|_| !primary);
        let mut post = table("post", &[("id", Type::Uuid), ("author_id", Type::Uuid)]);
        points(&mut post, "author_id", "author");
        schema([author, post])
    };
    let ops = both_ways(&author(true), &author(false), &Renames::default());
    let keys = ["drop foreign key post_author_id_fkey", "add foreign key post_author_id_fkey"];
    assert_eq!(ops, [keys[0], "drop the primary key of author", keys[1]]);
}

#[test]
fn names_of_keys_and_indexes_move_on_in_the_order_in_which_they_come_free() {
    let side = |index: &str, unique: &str, check: &str, key: &str| {
        let mut x = table("x", &[("id", Type::Integer), ("a", Type::Integer)]);
        let part = |column: &str| IndexPart::column(column);
        let item = Index { name: index.to_owned(), parts: vec![part("a")], ..Index::default() };
        x.indexes.insert(index.to_owned(), item);
        let mut y = table("y", &[("id", Type::Integer), ("a", Type::Integer)]);
        let item = Unique { name: unique.to_owned(), columns: vec!["a".to_owned()], ..Unique::default() };
        y.uniques.insert(unique.to_owned(), item);
        let item = Check { name: check.to_owned(), expression: "a > 0".into(), ..Check::default() };
        y.checks.insert(check.to_owned(), item);
        points(&mut y, "a", "x");
        let mut foreign = y.foreign_keys.pop_first().map(|(_, item)| item).unwrap();
        foreign.name = key.to_owned();
        y.foreign_keys.insert(key.to_owned(), foreign);
        schema([x, y])
    };
    let (prev, next) = (side("one", "two", "c", "d"), side("two", "three", "d", "c"));
    let phrases = both_ways(&prev, &next, &Renames::default());
    let expected = [
        "rename constraint two to three",
        "rename index one to two",
        "rename constraint c to strobila_old_c",
        "rename constraint d to c",
        "rename constraint strobila_old_c to d",
    ];
    assert_eq!(phrases, expected);
}
