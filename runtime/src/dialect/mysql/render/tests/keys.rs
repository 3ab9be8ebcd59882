use super::{Index, Operation, author, index, post, primary, schema, shows, sql, units};
use crate::Target::Mariadb;
use crate::schema::{Column, Identity, Schema, Type};

fn counted() -> Column {
    Column { identity: Some(Identity::default()), ..Column::new("id", Type::BigInt) }
}

fn with_counter() -> Schema {
    let mut schema = schema();
    schema.tables.remove(&post());
    let table = schema.tables.get_mut(&author()).unwrap();
    table.columns[0] = counted();
    schema
}

#[test]
fn an_index_that_a_foreign_key_leans_on_goes_with_the_one_that_comes() {
    let change = |old: Index, new: Index| {
        sql(vec![
            Operation::DropIndex { table: post(), index: old },
            Operation::AddIndex { table: post(), index: new },
        ])
    };
    shows(
        &change(index("f", &["author_id"]), index("i", &["author_id", "at"])),
        "
    ALTER TABLE `post`
        DROP INDEX `f`,
        ADD INDEX `i` (`author_id`, `at`)
    ",
    );
}

#[test]
fn an_index_that_nothing_leans_on_goes_by_itself() {
    let operations = vec![
        Operation::DropForeignKey { table: post(), foreign_key: super::key("f") },
        Operation::DropIndex { table: post(), index: index("f", &["author_id"]) },
        Operation::AddIndex { table: post(), index: index("i", &["at"]) },
    ];
    shows(
        &sql(operations),
        "
    ALTER TABLE `post` DROP FOREIGN KEY `f`;
    ALTER TABLE `post` DROP INDEX `f`;
    ALTER TABLE `post` ADD INDEX `i` (`at`)
    ",
    );
}

#[test]
fn a_counter_stops_while_it_has_no_key() {
    let operations = vec![
        Operation::DropPrimaryKey { table: author(), primary_key: primary(&["id"]) },
        Operation::AddPrimaryKey { table: author(), primary_key: primary(&["id", "name"]) },
    ];
    let units = units(Mariadb, with_counter(), operations).unwrap();
    let text: Vec<String> = units.iter().flat_map(|unit| unit.statements.clone()).collect();
    shows(
        &text.join(";\n"),
        "
    ALTER TABLE `author`
        MODIFY COLUMN `id` bigint NOT NULL,
        DROP PRIMARY KEY;
    ALTER TABLE `author`
        ADD PRIMARY KEY (`id`, `name`),
        MODIFY COLUMN `id` bigint NOT NULL AUTO_INCREMENT
    ",
    );
    assert!(units.iter().all(|unit| unit.expects.len() == 1));
}

#[test]
fn a_column_that_counts_comes_with_its_key() {
    let mut schema = schema();
    schema.tables.get_mut(&author()).unwrap().primary_key = None;
    schema.tables.remove(&post());
    let column = Column { name: "number".into(), ..counted() };
    let operations = vec![
        Operation::AddColumn { table: author(), column, fill: None, place: None },
        Operation::AddPrimaryKey { table: author(), primary_key: primary(&["number"]) },
    ];
    let units = units(Mariadb, schema, operations).unwrap();
    assert_eq!(units[0].operations, [0, 1]);
    shows(
        &units[0].statements[0],
        "
    ALTER TABLE `author`
        ADD COLUMN `number` bigint NOT NULL AUTO_INCREMENT,
        ADD PRIMARY KEY (`number`)
    ",
    );
}

#[test]
fn a_column_begins_to_count_when_its_key_comes() {
    let mut schema = schema();
    schema.tables.remove(&post());
    schema.tables.get_mut(&author()).unwrap().primary_key = None;
    let from = Column::new("id", Type::BigInt);
    let operations = vec![
        Operation::AlterColumn { table: author(), from, to: counted(), fill: None, using: None },
        Operation::AddPrimaryKey { table: author(), primary_key: primary(&["id"]) },
    ];
    let units = units(Mariadb, schema, operations).unwrap();
    let text: Vec<String> = units.into_iter().flat_map(|unit| unit.statements).collect();
    shows(
        &text.join(";\n"),
        "
    ALTER TABLE `author`
        ADD PRIMARY KEY (`id`),
        MODIFY COLUMN `id` bigint NOT NULL AUTO_INCREMENT
    ",
    );
}

#[test]
fn a_column_that_counts_takes_the_place_of_a_key_that_a_foreign_key_leans_on() {
    let mut schema = schema();
    let table = schema.tables.get_mut(&post()).unwrap();
    table.indexes.clear();
    table.primary_key = Some(primary(&["author_id", "at"]));
    let operations = vec![
        Operation::DropPrimaryKey { table: post(), primary_key: primary(&["author_id", "at"]) },
        Operation::AddColumn { table: post(), column: counted(), fill: None, place: None },
        Operation::AddPrimaryKey { table: post(), primary_key: primary(&["id"]) },
        Operation::AddIndex { table: post(), index: index("f", &["author_id"]) },
    ];
    let units = units(Mariadb, schema, operations).unwrap();
    assert_eq!(units.len(), 1, "{units:?}");
    assert_eq!(units[0].operations, [0, 1, 2, 3]);
    shows(
        &units[0].statements[0],
        "
    ALTER TABLE `post`
        DROP PRIMARY KEY,
        ADD COLUMN `id` bigint NOT NULL AUTO_INCREMENT,
        ADD PRIMARY KEY (`id`),
        ADD INDEX `f` (`author_id`)
    ",
    );
}
