use std::collections::BTreeMap;

use super::normalize;
use crate::Target;
use crate::schema::{
    Check, Column, DefaultValue, Enum, Identity, Index, IndexKey, IndexPart, Nulls, PrimaryKey, Schema, Sql,
    Storage, Table, Type, Unique,
};

fn with(columns: Vec<Column>) -> Table {
    let mut table = Table::new("author");
    table.columns = columns;
    table
}

fn schema(table: Table) -> Schema {
    let mut schema = Schema::default();
    schema.insert(table);
    schema
}

fn normal(table: Table) -> Table {
    let once = normalize(&schema(table)).unwrap();
    assert_eq!(normalize(&once).unwrap(), once, "normalising twice changes nothing");
    once.tables.into_values().next().unwrap()
}

fn problems(table: Table) -> Vec<String> {
    normalize(&schema(table)).unwrap_err().iter().map(ToString::to_string).collect()
}

fn index(parts: Vec<IndexPart>) -> Index {
    Index { name: "i".to_owned(), parts, ..Index::default() }
}

#[test]
fn every_type_becomes_one_that_sqlite_keeps() {
    for (ty, want) in [
        (Type::SmallInt, Type::Integer),
        (Type::BigInt, Type::Integer),
        (Type::Float, Type::Double),
        (Type::Decimal { precision: 12, scale: 2 }, Type::Text),
        (Type::String(5), Type::Text),
        (Type::Boolean, Type::Boolean),
        (Type::Timestamp, Type::Text),
        (Type::Json, Type::Text),
        (Type::Uuid, Type::Blob),
        (Type::Array(Box::new(Type::Uuid)), Type::Text),
        (Type::Binary(4), Type::Blob),
        (Type::Custom(Sql::from("numeric(1, 2)")), Type::Custom(Sql::from("NUMERIC(1,2)"))),
    ] {
        assert_eq!(normal(with(vec![Column::new("a", ty.clone())])).columns[0].ty, want, "{ty}");
    }
}

#[test]
fn an_enum_is_text_with_a_named_check() {
    let mut schema = schema(with(vec![Column::new("st\"atus", Type::Enum("status".into()))]));
    let values = vec!["it's".to_owned(), "b".to_owned()];
    schema.enums.insert("status".into(), Enum { name: "status".into(), values, storage: Storage::Native });
    let normal = normalize(&schema).unwrap();
    assert!(normal.enums.is_empty());
    let table = &normal.tables[&"author".into()];
    let check = &table.checks["author_st\"atus_check"];
    assert_eq!(check.expression, Sql::from("\"st\"\"atus\" IN ('it''s', 'b')"));
    assert_eq!(table.columns[0].ty, Type::Text);
}

#[test]
fn a_unique_constraint_is_a_unique_index() {
    let mut table = with(vec![Column::new("email", Type::Text)]);
    let unique = Unique {
        name: "author_email_key".to_owned(),
        columns: vec!["email".to_owned()],
        ..Unique::default()
    };
    table.uniques.insert(unique.name.clone(), unique);
    let table = normal(table);
    assert!(table.uniques.is_empty());
    assert!(table.indexes["author_email_key"].unique);
}

#[test]
fn defaults_take_the_form_of_their_column() {
    let with_default = |ty, default| {
        let mut column = Column::new("a", ty);
        column.default = Some(default);
        normal(with(vec![column])).columns[0].default.clone().unwrap()
    };
    let decimal = Type::Decimal { precision: 5, scale: 2 };
    let number = DefaultValue::Number { number: "0.10".to_owned() };
    assert_eq!(with_default(decimal, number), DefaultValue::Text("0.10".to_owned()));
    assert_eq!(with_default(Type::Boolean, DefaultValue::sql("1")), DefaultValue::Boolean(true));
    let uuid = DefaultValue::Text("67e55044-10b1-426f-9247-bb680e5fe0c8".to_owned());
    assert_eq!(with_default(Type::Uuid, uuid), DefaultValue::sql("x'67e5504410b1426f9247bb680e5fe0c8'"));
    assert_eq!(with_default(Type::Date, DefaultValue::sql("NOW()")), DefaultValue::sql("date('now')"));
    assert_eq!(
        with_default(Type::Text, DefaultValue::sql("(upper('a')) -- b")),
        DefaultValue::sql("upper('a')")
    );
}

#[test]
fn the_default_directions_of_null_are_left_out() {
    let mut table = with(vec![Column::new("Title", Type::Text)]);
    let part = |text: &str, descending, nulls| IndexPart {
        key: IndexKey::Expression(Sql::from(text)),
        descending,
        length: None,
        nulls: Some(nulls),
        collation: None,
        operator_class: None,
    };
    let parts = vec![part("(title)", false, Nulls::First), part("(lower(title))", true, Nulls::Last)];
    table.indexes.insert("i".to_owned(), index(parts));
    let index = &normal(table).indexes["i"];
    assert_eq!(index.parts[0], IndexPart::column("Title"));
    assert_eq!(index.parts[1].key, IndexKey::Expression(Sql::from("lower(title)")));
    assert_eq!(index.parts[1].nulls, None);
}

#[test]
fn everything_that_sqlite_cannot_do_is_said_at_once() {
    let mut id = Column::new("id", Type::Text);
    id.identity = Some(Identity { always: true, ..Identity::default() });
    let mut name = Column::new("NAME", Type::Text);
    name.collation = Some("de_DE".to_owned());
    name.default = Some(DefaultValue::Text("a\0".to_owned()));
    let mut other = Column::new("name", Type::Integer);
    other.default = Some(DefaultValue::sql("now()"));
    let mut table = with(vec![id, name, other]);
    table.name.schema = Some("billing".to_owned());
    table.primary_key =
        Some(PrimaryKey { name: "p".to_owned(), columns: vec!["id".to_owned()], ..PrimaryKey::default() });
    let mut bad = index(vec![IndexPart { nulls: Some(Nulls::Last), ..IndexPart::column("id") }]);
    bad.method = Some(Sql::from("gin"));
    bad.include = vec!["id".to_owned()];
    table.indexes.insert("i".to_owned(), bad);
    let only_postgres = Sql::PerTarget(BTreeMap::from([(Target::Postgres, "true".to_owned())]));
    for (name, expression) in [("a", only_postgres), ("b", Sql::from("id <> 'x"))] {
        table.checks.insert(name.to_owned(), Check { name: name.to_owned(), expression, ..Check::default() });
    }
    let problems = problems(table);
    for part in [
        "a schema",
        "cannot have identity on",
        "always generated",
        "de_DE",
        "a NUL in its default",
        "beside `NAME`",
        "now()",
        "method `gin`",
        "included columns",
        "place for NULL",
        "without a text for sqlite",
        "a quote that is never closed",
    ] {
        assert!(problems.iter().any(|text| text.contains(part)), "{part}: {problems:#?}");
    }
}

#[test]
fn names_that_differ_in_case_only_are_refused() {
    let mut both = schema(with(vec![Column::new("a", Type::Text)]));
    let mut upper = with(vec![Column::new("a", Type::Text)]);
    upper.name = "AUTHOR".into();
    both.insert(upper);
    assert!(normalize(&both).unwrap_err()[0].to_string().contains("the name `author`"));
    let mut reserved = with(vec![Column::new("a", Type::Text)]);
    reserved.name = "sqlite_x".into();
    assert!(problems(reserved)[0].contains("begins with `sqlite_`"));
    assert!(problems(with(vec![]))[0].contains("no column of its own"));
}

#[test]
fn a_comparison_of_a_decimal_is_one_of_numbers_unless_sqlite_has_a_text_of_its_own() {
    let check = |expression: Sql| {
        let mut table = with(vec![Column::new("price", Type::Decimal { precision: 8, scale: 2 })]);
        table.checks.insert("c".to_owned(), Check::new("c", expression));
        table
    };
    let text = |expression| normal(check(expression)).checks["c"].expression.any().to_owned();
    assert_eq!(text("price > 0 -- more".into()), "CAST(price AS NUMERIC) > 0");
    let own = Sql::PerTarget(BTreeMap::from([(Target::Sqlite, "price > '0'".to_owned())]));
    assert_eq!(text(own), "price > '0'");
    let found = problems(check("(price, 1) = (1, 1)".into()));
    assert!(found[0].contains("over a decimal, which is text here"), "{found:?}");
    assert!(found[0].contains("give a text for sqlite alone"), "{found:?}");
    for (text, slip) in [
        ("price > ", "nothing follows `>`"),
        ("price > 0 AND", "nothing follows `AND`"),
        ("> price", "nothing stands before `>`"),
    ] {
        let found = problems(check(text.into()));
        assert!(found[0].contains(slip), "{text}: {found:?}");
        assert!(!found[0].contains("over a decimal"), "{text}: {found:?}");
    }
}
