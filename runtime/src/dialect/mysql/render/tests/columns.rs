use super::{Operation, author, index, schema, shows, sql, units};
use crate::Target::{Mariadb, Mysql};
use crate::dialect::mysql::types::enumeration;
use crate::schema::{Column, DefaultValue, Generated, Sql, Type};

fn add(column: Column, fill: Option<&str>) -> String {
    sql(vec![Operation::AddColumn { table: author(), column, fill: fill.map(Sql::from), place: None }])
}

fn changed(from: Column, to: Column, fill: Option<&str>, using: Option<&str>) -> String {
    let mut schema = schema();
    schema.tables.get_mut(&author()).unwrap().columns.push(from.clone());
    let operation = Operation::AlterColumn {
        table: author(),
        from,
        to,
        fill: fill.map(Sql::from),
        using: using.map(Sql::from),
    };
    let units = units(Mariadb, schema, vec![operation]).unwrap();
    units.into_iter().flat_map(|unit| unit.statements).collect::<Vec<_>>().join(";\n")
}

fn generated(expression: &str, stored: bool) -> Column {
    let generated = Some(Generated { expression: expression.into(), stored });
    Column { generated, nullable: true, ..Column::new("x", Type::Integer) }
}

#[test]
fn rows_never_get_zero_in_a_required_column_without_a_word() {
    shows(
        &add(Column::new("x", Type::Integer), None),
        "
    ALTER TABLE `author` ADD COLUMN `x` int NULL DEFAULT NULL;
    ALTER TABLE `author` MODIFY COLUMN `x` int NOT NULL
    ",
    );
}

#[test]
fn a_timestamp_never_gets_the_moment_in_place_of_null() {
    let to = Column::new("x", Type::Timestamp);
    let from = Column { nullable: true, ..to.clone() };
    shows(
        &changed(from, to.clone(), None, None),
        "
    ALTER TABLE `author` MODIFY COLUMN `x` datetime(6) NOT NULL;
    ALTER TABLE `author` MODIFY COLUMN `x` timestamp(6) NOT NULL
    ",
    );
    shows(
        &add(to, Some("born")),
        "
    ALTER TABLE `author` ADD COLUMN `x` timestamp(6) NULL DEFAULT NULL;
    UPDATE `author`
    SET `x` = born;
    ALTER TABLE `author` MODIFY COLUMN `x` datetime(6) NOT NULL;
    ALTER TABLE `author` MODIFY COLUMN `x` timestamp(6) NOT NULL
    ",
    );
}

#[test]
fn a_literal_fills_without_writing_rows_and_a_call_row_by_row() {
    shows(&add(Column::new("x", Type::Uuid), Some("'00000000-0000-4000-8000-000000000001'")), "
    ALTER TABLE `author` ADD COLUMN `x` binary(16) NOT NULL DEFAULT (unhex('00000000000040008000000000000001'));
    ALTER TABLE `author` ALTER COLUMN `x` DROP DEFAULT
    ");
    shows(
        &add(Column::new("x", Type::Uuid), Some("uuid()")),
        "
    ALTER TABLE `author` ADD COLUMN `x` binary(16) NULL DEFAULT NULL;
    UPDATE `author`
    SET `x` = unhex(replace(uuid(),'-',''));
    ALTER TABLE `author` MODIFY COLUMN `x` binary(16) NOT NULL
    ",
    );
}

#[test]
fn a_default_changes_alone_where_it_is_a_value() {
    let plain = Column { nullable: true, ..Column::new("x", Type::Integer) };
    let one = Column { default: Some(DefaultValue::Integer(1)), ..plain.clone() };
    assert_eq!(
        changed(plain.clone(), one.clone(), None, None),
        "ALTER TABLE `author` ALTER COLUMN `x` SET DEFAULT 1"
    );
    assert_eq!(changed(one, plain, None, None), "ALTER TABLE `author` ALTER COLUMN `x` SET DEFAULT NULL");
    let moment = |default| Column { default, ..Column::new("x", Type::Timestamp) };
    let now = Some(DefaultValue::sql("current_timestamp(6)"));
    shows(
        &changed(moment(now), moment(None), None, None),
        "ALTER TABLE `author` MODIFY COLUMN `x` timestamp(6) NOT NULL",
    );
}

#[test]
fn what_becomes_required_is_filled_before() {
    let from = Column { nullable: true, ..Column::new("x", Type::String(9)) };
    let to = Column::new("x", Type::Integer);
    shows(
        &changed(from, to, Some("0"), None),
        "
    ALTER TABLE `author` MODIFY COLUMN `x` int NULL DEFAULT NULL;
    UPDATE `author`
    SET `x` = 0
    WHERE `x` IS NULL;
    ALTER TABLE `author` MODIFY COLUMN `x` int NOT NULL
    ",
    );
}

#[test]
fn a_value_of_an_enum_takes_its_new_name_between_two_lists() {
    let of = |values: &[&str]| Column::new("x", enumeration(values));
    shows(
        &changed(of(&["a", "b"]), of(&["c", "b"]), None, Some("CASE x WHEN 'a' THEN 'c' ELSE x END")),
        "
    ALTER TABLE `author` MODIFY COLUMN `x` enum('c','b','a') COLLATE utf8mb4_bin NOT NULL;
    UPDATE `author`
    SET `x` = CASE x WHEN 'a' THEN 'c' ELSE x END;
    ALTER TABLE `author` MODIFY COLUMN `x` enum('c','b') COLLATE utf8mb4_bin NOT NULL
    ",
    );
}

#[test]
fn a_uuid_becomes_its_text_and_not_its_bytes() {
    shows(
        &changed(Column::new("x", Type::Uuid), Column::new("x", Type::Text), None, None),
        "
    ALTER TABLE `author` MODIFY COLUMN `x` varbinary(255) NOT NULL;
    UPDATE `author`
    SET `x` = insert(insert(insert(insert(lower(hex(`x`)), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-');
    ALTER TABLE `author` MODIFY COLUMN `x` longtext COLLATE utf8mb4_bin NOT NULL
    ",
    );
}

#[test]
fn a_computed_column_changes_in_place_unless_it_is_kept_otherwise() {
    shows(
        &changed(generated("1", true), generated("2", true), None, None),
        "ALTER TABLE `author` MODIFY COLUMN `x` int GENERATED ALWAYS AS (2) STORED",
    );
    shows(
        &changed(generated("1", false), generated("1", true), None, None),
        "
    ALTER TABLE `author`
        DROP COLUMN `x`,
        ADD COLUMN `x` int GENERATED ALWAYS AS (1) STORED AFTER `name`
    ",
    );
    let plain = Column { nullable: true, ..Column::new("x", Type::Integer) };
    shows(
        &changed(generated("1", false), plain, None, None),
        "
    ALTER TABLE `author`
        DROP COLUMN `x`,
        ADD COLUMN `x` int GENERATED ALWAYS AS (1) STORED AFTER `name`;
    ALTER TABLE `author` MODIFY COLUMN `x` int NULL DEFAULT NULL
    ",
    );
}

#[test]
fn what_is_built_on_a_computed_column_comes_again_with_it() {
    let mut schema = schema();
    let table = schema.tables.get_mut(&author()).unwrap();
    table.columns.insert(0, generated("1", false));
    table.indexes.insert("i".into(), index("i", &["x"]));
    let (from, to) = (generated("1", false), generated("1", true));
    let operation = Operation::AlterColumn { table: author(), from, to, fill: None, using: None };
    let units = units(Mysql, schema, vec![operation]).unwrap();
    shows(
        &units[0].statements[0],
        "
    ALTER TABLE `author`
        DROP INDEX `i`,
        DROP COLUMN `x`,
        ADD COLUMN `x` int GENERATED ALWAYS AS (1) STORED FIRST,
        ADD INDEX `i` (`x`)
    ",
    );
}

#[test]
fn text_is_compared_as_planned_whatever_the_table_says() {
    let to = Column { nullable: true, ..Column::new("x", Type::String(9)) };
    shows(
        &add(to.clone(), None),
        "ALTER TABLE `author` ADD COLUMN `x` varchar(9) COLLATE utf8mb4_bin NULL DEFAULT NULL",
    );
    let longer = Column { ty: Type::Text, ..to.clone() };
    shows(
        &changed(to.clone(), longer, None, None),
        "ALTER TABLE `author` MODIFY COLUMN `x` longtext COLLATE utf8mb4_bin NULL DEFAULT NULL",
    );
    // What says its own character set has a collation of that.
    let own = Column { ty: Type::Custom("char(3) character set latin1".into()), ..to.clone() };
    shows(
        &changed(to, own, None, None),
        "ALTER TABLE `author` MODIFY COLUMN `x` char(3) character set latin1 NULL DEFAULT NULL",
    );
}

#[test]
fn numbers_are_computed_as_numbers_and_never_as_text() {
    let from = Column { nullable: true, ..Column::new("x", Type::BigInt) };
    let to = Column { ty: Type::Decimal { precision: 30, scale: 2 }, ..from.clone() };
    shows(
        &changed(from, to, None, Some("x / 100")),
        "
    ALTER TABLE `author` ADD COLUMN `x_new` decimal(30,2) NULL DEFAULT NULL;
    UPDATE `author`
    SET `x_new` = x / 100;
    ALTER TABLE `author`
        DROP COLUMN `x`,
        CHANGE COLUMN `x_new` `x` decimal(30,2) NULL DEFAULT NULL AFTER `name`
    ",
    );
}

#[test]
fn a_computed_value_takes_keys_along_and_is_proven_required_before_the_old_one_goes() {
    let mut schema = schema();
    schema.tables.remove(&super::post());
    let table = schema.tables.get_mut(&author()).unwrap();
    table.indexes.insert("i".into(), index("i", &["name", "id"]));
    let (from, to) = (Column::new("id", Type::BigInt), Column::new("id", Type::Timestamp));
    let using = Some("from_unixtime(id)".into());
    let operation = Operation::AlterColumn { table: author(), from, to, fill: None, using };
    let units = units(Mariadb, schema, vec![operation]).unwrap();
    assert_eq!(units[0].expects.len(), 1);
    shows(
        &units[0].statements.join(";\n"),
        "
    ALTER TABLE `author` ADD COLUMN `id_new` timestamp(6) NULL DEFAULT NULL;
    UPDATE `author`
    SET `id_new` = from_unixtime(id);
    ALTER TABLE `author` MODIFY COLUMN `id_new` datetime(6) NOT NULL;
    ALTER TABLE `author` MODIFY COLUMN `id_new` timestamp(6) NOT NULL;
    ALTER TABLE `author`
        DROP PRIMARY KEY,
        DROP INDEX `i`,
        DROP COLUMN `id`,
        CHANGE COLUMN `id_new` `id` timestamp(6) NOT NULL FIRST,
        ADD PRIMARY KEY (`id`),
        ADD INDEX `i` (`name`, `id`)
    ",
    );
}

#[test]
fn a_column_that_says_no_collation_has_that_of_the_planned_table() {
    let mut next = schema();
    let table = next.tables.get_mut(&author()).unwrap();
    table.options.insert("COLLATE=latin1_bin".to_owned());
    let column = Column { nullable: true, ..Column::new("x", Type::String(9)) };
    let operations = vec![Operation::AddColumn { table: author(), column, fill: None, place: None }];
    let plan = crate::operation::Plan { prev: schema(), next, operations };
    let units = super::render(&plan, Mariadb).unwrap();
    shows(
        &units[0].statements[0],
        "ALTER TABLE `author` ADD COLUMN `x` varchar(9) COLLATE latin1_bin NULL DEFAULT NULL",
    );
}
