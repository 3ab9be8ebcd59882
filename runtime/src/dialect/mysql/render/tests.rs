mod columns;
mod keys;

use super::render;
use crate::Target::{self, Mariadb, Mysql};
use crate::dialect::mysql::{MARIADB, MYSQL};
use crate::dialect::{Dialect, Unit, Unsupported};
use crate::operation::{Operation, Plan};
use crate::schema::{
    Action, Check, Column, ForeignKey, Generated, Index, IndexKey, IndexPart, Name, PrimaryKey, Schema,
    Table, Type,
};

/// Tables `author` and `post`, enough for every operation.
fn schema() -> Schema {
    let mut author = Table { own_names: true, ..Table::new("author") };
    author.columns = vec![Column::new("id", Type::BigInt), Column::new("name", Type::String(40))];
    author.primary_key = Some(primary(&["id"]));
    author.checks.insert("c".into(), Check::new("c", "name <> ''"));
    let mut post = Table { own_names: true, ..Table::new("post") };
    post.columns = vec![Column::new("author_id", Type::BigInt), Column::new("at", Type::Date)];
    post.indexes.insert("f".into(), index("f", &["author_id"]));
    post.foreign_keys.insert("f".into(), key("f"));
    [author, post].into_iter().fold(Schema::default(), |mut schema, table| {
        schema.insert(table);
        schema
    })
}

fn primary(columns: &[&str]) -> PrimaryKey {
    PrimaryKey {
        name: "PRIMARY".into(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..PrimaryKey::default()
    }
}

fn index(name: &str, columns: &[&str]) -> Index {
    let parts = columns.iter().map(|column| IndexPart::column(*column)).collect();
    Index { name: name.into(), parts, ..Index::default() }
}

fn key(name: &str) -> ForeignKey {
    ForeignKey {
        name: name.into(),
        columns: vec!["author_id".into()],
        references: "author".into(),
        target: vec!["id".into()],
        on_delete: Action::Cascade,
        on_update: Action::NoAction,
        ..ForeignKey::default()
    }
}

fn author() -> Name {
    "author".into()
}

fn post() -> Name {
    "post".into()
}

fn units(target: Target, prev: Schema, operations: Vec<Operation>) -> Result<Vec<Unit>, Unsupported> {
    let units = render(&Plan { prev, next: Schema::default(), operations }, target)?;
    for statement in units.iter().flat_map(|unit| &unit.statements) {
        MARIADB.check_statement(statement).unwrap();
    }
    Ok(units)
}

#[track_caller]
fn sql(operations: Vec<Operation>) -> String {
    let units = units(Mariadb, schema(), operations).unwrap();
    units.into_iter().flat_map(|unit| unit.statements).collect::<Vec<_>>().join(";\n")
}

/// Compares with a text that is written indented, between two line ends.
#[track_caller]
fn shows(actual: &str, expected: &str) {
    let lines = expected.trim().lines().map(|line| line.strip_prefix("    ").unwrap_or(line));
    assert_eq!(actual, lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_rename_takes_checks_along_by_itself_on_mariadb_alone() {
    let rename =
        || vec![Operation::RenameColumn { table: author(), from: "name".into(), to: "full name".into() }];
    shows(&sql(rename()), "ALTER TABLE `author` RENAME COLUMN `name` TO `full name`");
    let units = units(Mysql, schema(), rename()).unwrap();
    shows(
        &units[0].statements.join(";\n"),
        "
    ALTER TABLE `author` DROP CONSTRAINT `c`;
    ALTER TABLE `author` RENAME COLUMN `name` TO `full name`;
    ALTER TABLE `author` ADD CONSTRAINT `c` CHECK (`full name` <> '')
    ",
    );
}

#[test]
fn mysql_does_not_rename_what_a_generated_column_reads() {
    let mut schema = schema();
    let generated = Some(Generated { expression: "upper(name)".into(), stored: true });
    let column = Column { generated, nullable: true, ..Column::new("loud", Type::String(40)) };
    schema.tables.get_mut(&author()).unwrap().columns.push(column);
    let rename = Operation::RenameColumn { table: author(), from: "name".into(), to: "n".into() };
    let refusal = units(Mysql, schema, vec![rename]).unwrap_err().to_string();
    assert!(refusal.contains("drop `loud`"), "{refusal}");
}

#[test]
fn a_constraint_gets_another_name_in_one_statement() {
    let rename = |table, from: &str, to: &str| {
        sql(vec![Operation::RenameConstraint { table, from: from.into(), to: to.into() }])
    };
    shows(
        &rename(post(), "f", "g"),
        "
    ALTER TABLE `post`
        DROP FOREIGN KEY `f`,
        ADD CONSTRAINT `g` FOREIGN KEY (`author_id`) REFERENCES `author` (`id`) ON DELETE CASCADE
    ",
    );
    shows(
        &rename(author(), "c", "d"),
        "
    ALTER TABLE `author`
        DROP CONSTRAINT `c`,
        ADD CONSTRAINT `d` CHECK (name <> '')
    ",
    );
}

#[test]
fn a_table_says_its_engine_and_character_set() {
    let mut table = Table { comment: Some("it's".into()), ..Table::new("a`b") };
    table.columns = vec![Column::new("at", Type::Timestamp)];
    table
        .indexes
        .insert("words".into(), Index { method: Some("fulltext".into()), ..index("words", &["at"]) });
    shows(
        &sql(vec![Operation::CreateTable { table }]),
        "
    CREATE TABLE `a``b` (
        `at` timestamp(6) NOT NULL,
        FULLTEXT INDEX `words` (`at`)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='it''s'
    ",
    );
}

#[test]
fn an_expression_in_an_index_stands_in_parentheses() {
    let parts =
        vec![IndexPart { descending: true, ..IndexPart::new(IndexKey::Expression("lower(name)".into())) }];
    let index = Index { parts, unique: true, ..index("i", &[]) };
    let units = units(Mysql, schema(), vec![Operation::AddIndex { table: author(), index }]).unwrap();
    shows(&units[0].statements[0], "ALTER TABLE `author` ADD UNIQUE INDEX `i` ((lower(name)) DESC)");
    assert_eq!(MYSQL.target(), Mysql);
}
