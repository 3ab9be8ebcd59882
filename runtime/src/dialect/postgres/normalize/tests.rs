use super::normalize;
use crate::schema::{
    Check, Column, DefaultValue, Enum, Identity, Index, IndexKey, IndexPart, Nulls, PrimaryKey, Schema, Sql,
    Storage, Table, Type,
};

fn schema(columns: Vec<Column>) -> Schema {
    let mut schema = Schema::default();
    schema.insert(Table { columns, ..Table::new("author") });
    schema
}

fn problems(schema: &Schema) -> Vec<String> {
    normalize(schema).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn a_text_enum_becomes_text_with_a_check() {
    let status =
        Enum { name: "status".into(), values: vec!["draft".into(), "it's".into()], storage: Storage::Text };
    let mut schema = schema(vec![
        Column::new("Status", Type::Enum("status".into())),
        Column::new("many", Type::Array(Box::new(Type::Enum("status".into())))),
    ]);
    schema.enums.insert("status".into(), status);
    let normal = normalize(&schema).unwrap();
    assert!(normal.enums.is_empty());
    let table = &normal.tables[&"author".into()];
    assert_eq!(table.columns[0].ty, Type::Text);
    assert_eq!(table.columns[1].ty, Type::Array(Box::new(Type::Text)));
    let check = Check {
        name: "author_Status_check".into(),
        expression: Sql::from("\"Status\" IN ('draft', 'it''s')"),
        ..Check::default()
    };
    assert_eq!(table.checks.values().collect::<Vec<_>>(), [&check]);
    assert_eq!(normalize(&normal).unwrap(), normal);
}

#[test]
fn keys_and_identity_are_required_and_lists_have_one_dimension() {
    let mut id = Column::new("id", Type::Custom("INT8".into()));
    id.nullable = true;
    let mut number = Column::new("number", Type::Integer);
    number.nullable = true;
    number.identity = Some(Identity::default());
    let list = Column::new("list", Type::Array(Box::new(Type::Array(Box::new(Type::Binary(3))))));
    let mut schema = schema(vec![id, number, list]);
    let table = schema.tables.get_mut(&"author".into()).unwrap();
    table.primary_key =
        Some(PrimaryKey { name: "author_pkey".into(), columns: vec!["id".into()], ..PrimaryKey::default() });
    table.comment = Some(String::new());
    let normal = normalize(&schema).unwrap();
    let table = &normal.tables[&"author".into()];
    assert_eq!((&table.columns[0].ty, table.columns[0].nullable), (&Type::BigInt, false));
    assert!(!table.columns[1].nullable);
    assert_eq!(table.columns[2].ty, Type::Array(Box::new(Type::Blob)));
    assert_eq!(table.comment, None);
}

#[test]
fn an_index_says_only_what_is_not_so_by_itself() {
    let mut schema = schema(vec![Column::new("a", Type::Text)]);
    let part = |key, descending, nulls| IndexPart {
        key,
        descending,
        nulls,
        collation: None,
        operator_class: None,
        length: None,
    };
    let index = Index {
        name: "i".into(),
        parts: vec![
            part(IndexKey::Expression("(\"a\")".into()), false, Some(Nulls::Last)),
            part(IndexKey::Column("a".into()), true, Some(Nulls::First)),
            part(IndexKey::Expression("(lower(a))".into()), true, Some(Nulls::Last)),
        ],
        unique: true,
        predicate: Some("(a > 'x') -- why".into()),
        method: Some("BTREE".into()),
        ..Index::default()
    };
    schema.tables.get_mut(&"author".into()).unwrap().indexes.insert("i".into(), index);
    let normal = normalize(&schema).unwrap();
    let index = &normal.tables[&"author".into()].indexes["i"];
    assert_eq!(index.method, None);
    assert_eq!(index.predicate, Some("a > 'x'".into()));
    assert_eq!(
        index.parts,
        [
            part(IndexKey::Column("a".into()), false, None),
            part(IndexKey::Column("a".into()), true, None),
            part(IndexKey::Expression("lower(a)".into()), true, Some(Nulls::Last)),
        ]
    );
}

#[test]
fn a_key_says_a_collation_and_an_operator_class_only_where_they_are_not_its_column_s() {
    let mut column = Column::new("a", Type::String(9));
    column.collation = Some("C".to_owned());
    let mut schema = schema(vec![column, Column::new("b", Type::Custom("citext".into()))]);
    let part = |key: &str, collation: Option<&str>, class: Option<&str>| IndexPart {
        collation: collation.map(str::to_owned),
        operator_class: class.map(str::to_owned),
        ..IndexPart::column(key)
    };
    let parts = vec![
        part("a", Some("C"), Some("text_ops")),
        part("a", Some("default"), Some("text_pattern_ops")),
        part("b", Some("default"), Some("text_ops")),
    ];
    let index = Index { name: "i".into(), parts: parts.clone(), ..Index::default() };
    schema.tables.get_mut(&"author".into()).unwrap().indexes.insert("i".into(), index);
    let normal = normalize(&schema).unwrap();
    let kept = [part("a", None, None), parts[1].clone(), part("b", None, Some("text_ops"))];
    assert_eq!(normal.tables[&"author".into()].indexes["i"].parts, kept);
}

#[test]
fn everything_that_cannot_be_is_named_at_once() {
    let mut name = Column::new("n\0", Type::String(0));
    name.default = Some(DefaultValue::sql("a) OR (b"));
    let mut number = Column::new("ctid", Type::Text);
    number.identity = Some(Identity::default());
    number.comment = Some("\0".to_owned());
    let serial = Column::new("x".repeat(64), Type::Custom("bigserial".into()));
    let missing =
        Column::new("m", Type::Custom(Sql::PerTarget([(crate::Target::Sqlite, "x".into())].into())));
    let problems = problems(&schema(vec![name, number, serial, missing]));
    for (problem, part) in problems.iter().zip([
        "postgres cannot have a NUL character in the name of the column on author.n",
        "string(0)",
        "the default on author.n\0: a parenthesis",
        "a column `ctid`",
        "identity of type text",
        "a NUL character in the comment",
        "a column name of 64 bytes",
        "the type `bigserial`",
        "the type on author.m: a text form is missing for postgres",
    ]) {
        assert!(problem.contains(part), "{problem}");
    }
    assert_eq!(problems.len(), 9);
}
