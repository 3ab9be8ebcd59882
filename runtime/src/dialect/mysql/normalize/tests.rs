use super::normalize;
use crate::Target::{Mariadb, Mysql};
use crate::dialect::Unsupported;
use crate::schema::{
    Action, Column, DefaultValue, Enum, ForeignKey, Index, IndexKey, IndexPart, PrimaryKey, Schema, Sql,
    Storage, Table, Type, Unique,
};

fn with(columns: Vec<Column>) -> Schema {
    let mut schema = Schema::default();
    schema.insert(Table { columns, ..Table::new("author") });
    schema
}

fn author(schema: &Schema) -> &Table {
    schema.tables.values().find(|table| table.name.name == "author").unwrap()
}

fn index(name: &str, columns: &[&str]) -> Index {
    let parts = columns.iter().map(|column| IndexPart::column(*column)).collect();
    Index { name: name.into(), parts, ..Index::default() }
}

fn key(name: &str, columns: &[&str]) -> ForeignKey {
    ForeignKey {
        name: name.into(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        references: "author".into(),
        target: columns.iter().map(|_| "id".to_owned()).collect(),
        on_delete: Action::Restrict,
        ..ForeignKey::default()
    }
}

fn refusals(schema: &Schema) -> Vec<String> {
    normalize(schema, Mariadb).unwrap_err().iter().map(Unsupported::to_string).collect()
}

#[test]
fn normalising_twice_changes_nothing() {
    let mut schema = with(vec![
        Column::new("id", Type::Uuid),
        Column { default: Some(DefaultValue::sql("now()")), ..Column::new("at", Type::Timestamp) },
        Column { default: Some(DefaultValue::Text("a".into())), ..Column::new("e", Type::Enum("e".into())) },
        Column::new("list", Type::Array(Box::new(Type::Text))),
        Column::new("t", Type::Enum("t".into())),
        Column { collation: Some("UTF8MB4_BIN".into()), ..Column::new("email", Type::String(20)) },
    ]);
    for (name, storage) in [("e", Storage::Native), ("t", Storage::Text)] {
        let item = Enum { name: name.into(), values: vec!["a".into(), "it's".into()], storage };
        schema.enums.insert(name.into(), item);
    }
    let table = schema.tables.values_mut().next().unwrap();
    table.primary_key =
        Some(PrimaryKey { name: "author_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() });
    table.uniques.insert(
        "author_email_key".into(),
        Unique { name: "author_email_key".into(), columns: vec!["email".into()], ..Unique::default() },
    );
    let once = normalize(&schema, Mariadb).unwrap();
    assert_eq!(normalize(&once, Mariadb), Ok(once.clone()));
    let table = author(&once);
    assert!(once.enums.is_empty());
    assert_eq!(table.primary_key.as_ref().unwrap().name, "PRIMARY");
    assert!(table.uniques.is_empty() && table.indexes["author_email_key"].unique);
    assert_eq!(table.column("e").unwrap().ty, Type::Custom("enum('a','it''s')".into()));
    assert_eq!(table.checks["author_t_check"].expression, Sql::from("`t` in ('a','it''s')"));
    assert_eq!(table.column("email").unwrap().collation, None);
}

#[test]
fn a_foreign_key_has_an_index_of_its_own_only_where_it_needs_one() {
    let mut schema = with(vec![Column::new("id", Type::Integer), Column::new("boss", Type::Integer)]);
    let table = schema.tables.values_mut().next().unwrap();
    table.primary_key =
        Some(PrimaryKey { name: "author_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() });
    table.foreign_keys.insert("author_boss_fkey".into(), key("author_boss_fkey", &["boss"]));
    let normal = normalize(&schema, Mariadb).unwrap();
    assert_eq!(author(&normal).indexes["author_boss_fkey"], index("author_boss_fkey", &["boss"]));
    assert_eq!(author(&normal).foreign_keys["author_boss_fkey"].on_delete, Action::NoAction);
    assert_eq!(normalize(&normal, Mariadb), Ok(normal));

    let table = schema.tables.values_mut().next().unwrap();
    table.indexes.insert("other".into(), index("other", &["boss", "id"]));
    let normal = normalize(&schema, Mariadb).unwrap();
    assert_eq!(author(&normal).indexes.keys().collect::<Vec<_>>(), ["other"]);
}

#[test]
fn what_it_cannot_do_is_said_all_at_once() {
    let mut schema = with(vec![
        Column::new("id", Type::Text),
        Column::new("long", Type::String(800)),
        Column { identity: Some(Default::default()), ..Column::new("n", Type::Integer) },
    ]);
    let table = schema.tables.values_mut().next().unwrap();
    table.primary_key =
        Some(PrimaryKey { name: "author_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() });
    table.indexes.insert("a".into(), Index { predicate: Some("id > 1".into()), ..index("a", &["long"]) });
    table.indexes.insert("A".into(), Index { include: vec!["n".into()], ..index("A", &["id"]) });
    let found = refusals(&schema).join("\n");
    for part in
        ["`length`", "3202 bytes", "over some of the rows", "included columns", "beside `A`", "without a key"]
    {
        assert!(found.contains(part), "{part}: {found}");
    }
}

#[test]
fn an_index_over_an_expression_is_for_mysql_alone() {
    let mut schema = with(vec![Column::new("name", Type::String(20))]);
    let parts = vec![IndexPart {
        key: IndexKey::Expression("lower(name)".into()),
        descending: false,
        length: None,
        nulls: None,
        collation: None,
        operator_class: None,
    }];
    let table = schema.tables.values_mut().next().unwrap();
    table.indexes.insert("i".into(), Index { parts, ..index("i", &[]) });
    normalize(&schema, Mysql).unwrap();
    assert!(refusals(&schema)[0].contains("generated column"));
}

#[test]
fn names_that_the_server_takes_for_one_are_refused() {
    for (one, two) in [("name", "Name"), ("ok", "trailing "), ("ok", "\u{1f600}"), ("ok", "")] {
        let schema = with(vec![Column::new(one, Type::Integer), Column::new(two, Type::Integer)]);
        assert!(normalize(&schema, Mariadb).is_err(), "{one} {two}");
    }
}
