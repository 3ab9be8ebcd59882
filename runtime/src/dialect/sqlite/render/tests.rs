use crate::dialect::sqlite::Sqlite;
use crate::dialect::{Dialect, Unit};
use crate::operation::{Operation, Plan, apply_all};
use crate::schema::{
    Action, Check, Column, DefaultValue, ForeignKey, Index, IndexPart, Name, PrimaryKey, Schema, Sql, Table,
    Type,
};

fn table(name: &str) -> Table {
    let mut table = Table::new(name);
    table.columns = vec![Column::new("id", Type::Integer), Column::new("name", Type::Text)];
    table.primary_key = Some(PrimaryKey {
        name: format!("{name}_pkey"),
        columns: vec!["id".to_owned()],
        ..PrimaryKey::default()
    });
    table
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    let mut schema = Schema::default();
    tables.into_iter().for_each(|table| schema.insert(table));
    schema
}

fn key(columns: &str, to: &str) -> ForeignKey {
    ForeignKey {
        name: format!("{columns}_fkey"),
        columns: vec![columns.to_owned()],
        references: to.into(),
        target: vec!["id".to_owned()],
        on_delete: Action::Cascade,
        ..ForeignKey::default()
    }
}

fn index(name: &str) -> Index {
    let parts = vec![IndexPart::column("name")];
    Index { name: name.to_owned(), parts, ..Index::default() }
}

fn render(prev: Schema, operations: Vec<Operation>) -> Vec<Unit> {
    let mut next = prev.clone();
    apply_all(&mut next, &operations).unwrap();
    Sqlite.render(&Plan { prev, next, operations }).unwrap()
}

fn add(column: Column, fill: Option<&str>) -> Operation {
    Operation::AddColumn { table: "author".into(), column, fill: fill.map(Sql::from), place: None }
}

fn optional(name: &str) -> Column {
    Column { nullable: true, ..Column::new(name, Type::Text) }
}

#[test]
fn a_table_is_created_with_all_that_follows_for_it() {
    let operations = vec![
        Operation::CreateTable { table: table("author") },
        Operation::AddForeignKey { table: "author".into(), foreign_key: key("name", "author") },
    ];
    let units = render(Schema::default(), operations);
    assert_eq!(units.len(), 1);
    assert_eq!(units[0].operations, [0, 1]);
    let want = "CREATE TABLE \"author\" (
    \"id\" INTEGER NOT NULL,
    \"name\" TEXT NOT NULL,
    CONSTRAINT \"author_pkey\" PRIMARY KEY (\"id\"),
    CONSTRAINT \"name_fkey\" FOREIGN KEY (\"name\") REFERENCES \"author\" (\"id\") ON DELETE CASCADE
)";
    assert_eq!(units[0].statements, [want]);
}

#[test]
fn a_column_is_added_in_place_with_its_key_and_its_check() {
    let check =
        Check { name: "kind_ok".to_owned(), expression: Sql::from("\"kind\" IN ('a')"), ..Check::default() };
    let operations = vec![
        add(optional("kind"), None),
        add(optional("boss"), None),
        Operation::AddCheck { table: "author".into(), check },
        Operation::AddForeignKey { table: "author".into(), foreign_key: key("boss", "author") },
    ];
    let units = render(schema([table("author")]), operations);
    assert_eq!(
        units.iter().map(|unit| unit.operations.clone()).collect::<Vec<_>>(),
        [vec![0, 2], vec![1, 3]]
    );
    assert_eq!(
        units[0].statements,
        ["ALTER TABLE \"author\" ADD COLUMN \"kind\" TEXT CONSTRAINT \"kind_ok\" CHECK (\"kind\" IN ('a'))"]
    );
    assert!(units.iter().all(|unit| unit.rebuilds.is_none()));
}

#[test]
fn a_constant_default_is_added_in_place_and_anything_else_by_a_rebuild() {
    let country =
        || Column { default: Some(DefaultValue::Text("DE".to_owned())), ..Column::new("c", Type::Text) };
    let rebuilds = |column: Column, fill| {
        render(schema([table("author")]), vec![add(column, fill)])[0].rebuilds.is_some()
    };
    assert!(!rebuilds(country(), None));
    assert!(!rebuilds(country(), Some("'DE'")));
    assert!(rebuilds(country(), Some("upper(name)")));
    assert!(rebuilds(Column::new("c", Type::Text), Some("'DE'")));
    let now = DefaultValue::sql("date('now')");
    assert!(rebuilds(Column { default: Some(now), ..optional("c") }, None));
}

#[test]
fn one_rebuild_takes_all_operations_of_a_table_and_says_what_it_expects() {
    let mut author = table("author");
    author.indexes.insert("gone".to_owned(), index("gone"));
    author.indexes.insert("stays".to_owned(), index("stays"));
    let old = Column::new("name", Type::Text);
    let operations = vec![
        Operation::DropIndex { table: "author".into(), index: index("gone") },
        Operation::CreateTable { table: table("post") },
        add(Column::new("country", Type::Text), Some("'DE'")),
        Operation::AlterColumn {
            table: "author".into(),
            from: Column { nullable: true, ..old.clone() },
            to: old,
            fill: Some(Sql::from("''")),
            using: None,
        },
        Operation::AddIndex { table: "author".into(), index: index("new") },
    ];
    author.columns[1].nullable = true;
    let units = render(schema([author]), operations);
    assert_eq!(units[0].operations, [0, 2, 3, 4]);
    assert_eq!(units[0].rebuilds.as_deref(), Some("author"));
    assert_eq!(units[0].expects, [("author".to_owned(), vec!["id".to_owned(), "name".to_owned()])]);
    assert_eq!(
        units[0].statements[1..],
        [
            "INSERT INTO \"strobila_new_author\" (\"id\", \"name\", \"country\")\n\
             SELECT \"author\".\"id\", COALESCE(\"author\".\"name\", ''), 'DE'\nFROM \"author\"\n\
             ORDER BY \"author\".rowid",
            "DROP INDEX \"gone\"",
            "DROP TABLE \"author\"",
            "ALTER TABLE \"strobila_new_author\" RENAME TO \"author\"",
            "CREATE INDEX \"new\" ON \"author\" (\"name\")",
            "CREATE INDEX \"stays\" ON \"author\" (\"name\")",
        ]
    );
    assert_eq!(units[1].operations, [1]);
}

#[test]
fn an_index_whose_name_another_table_still_has_waits_for_its_turn() {
    let mut post = table("post");
    post.indexes.insert("by_name".to_owned(), index("by_name"));
    let check = Check { name: "ok".to_owned(), expression: Sql::from("id > 0"), ..Check::default() };
    let mut author = table("author");
    author.checks.insert("ok".to_owned(), check.clone());
    let operations = vec![
        Operation::DropCheck { table: "author".into(), check },
        Operation::DropIndex { table: "post".into(), index: index("by_name") },
        Operation::AddIndex { table: "author".into(), index: index("by_name") },
    ];
    let units = render(schema([author, post]), operations);
    assert_eq!(units.iter().map(|unit| unit.operations.clone()).collect::<Vec<_>>(), [[0], [1], [2]]);
}

#[test]
fn a_table_that_goes_is_not_rebuilt_before() {
    let mut post = table("post");
    post.foreign_keys.insert("id_fkey".to_owned(), key("id", "author"));
    let operations = vec![
        Operation::DropForeignKey { table: "post".into(), foreign_key: key("id", "author") },
        Operation::DropTable { table: table("author") },
        Operation::DropTable { table: table("post") },
    ];
    let units = render(schema([table("author"), post]), operations);
    assert_eq!(units.iter().map(|unit| unit.operations.clone()).collect::<Vec<_>>(), [vec![1], vec![0, 2]]);
    assert!(units.iter().all(|unit| unit.rebuilds.is_some()), "foreign keys must be off");
}

#[test]
fn a_column_that_something_uses_is_dropped_by_a_rebuild() {
    let mut author = table("author");
    author.columns.push(optional("fax"));
    let drop = || Operation::DropColumn { table: "author".into(), column: optional("fax") };
    let units = render(schema([author.clone()]), vec![drop()]);
    assert_eq!(units[0].statements, ["ALTER TABLE \"author\" DROP COLUMN \"fax\""]);
    let mut by_fax = index("by_fax");
    by_fax.predicate = Some(Sql::from("FAX IS NOT NULL"));
    author.indexes.insert("by_fax".to_owned(), by_fax);
    let units = render(schema([author]), vec![drop()]);
    assert!(units[0].rebuilds.is_some());
}

#[test]
fn an_enum_operation_is_refused() {
    let operations = vec![Operation::RenameEnum { from: Name::new("a"), to: Name::new("b") }];
    let plan = Plan { operations, ..Plan::default() };
    assert!(Sqlite.render(&plan).unwrap_err().to_string().contains("an enum of its own"));
}
