//! Schemas other than the session's own: one comes with the first thing in it and goes with the last.

use super::{Postgres, quote};
use crate::dialect::Dialect as _;
use crate::operation::Operation;
use crate::schema::{Name, Schema};

/// The comment on a schema that a migration made. A person who writes another takes the schema over.
const MADE: &str = "made by a migration, goes with the last thing in it";

/// Makes the schema that an operation puts the first thing into. What `schema` knows may be a part of what is
/// there, and others may have made the schema: then nothing happens.
pub(super) fn before(operation: &Operation, schema: &Schema) -> Option<String> {
    let name = match operation {
        Operation::CreateTable { table } => &table.name,
        Operation::CreateEnum { item } => &item.name,
        Operation::RenameTable { to, .. } | Operation::RenameEnum { to, .. } => to,
        _ => return None,
    };
    let name = name.schema.as_deref().filter(|name| !is_used(schema, name))?;
    let (identifier, text) = (quote(name), Postgres.quote_literal(name));
    Some(block(&format!(
        "BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = {text}) THEN
        CREATE SCHEMA {identifier};
        COMMENT ON SCHEMA {identifier} IS '{MADE}';
    END IF;
END"
    )))
}

/// Drops the schema that an operation took the last thing out of, `schema` being what is there afterwards and
/// `next` at the end. It stays when no migration made it or others have put something into it.
pub(super) fn after(operation: &Operation, schema: &Schema, next: &Schema) -> Option<String> {
    let name = match operation {
        Operation::DropTable { table } => &table.name,
        Operation::DropEnum { item } => &item.name,
        Operation::RenameTable { from, .. } | Operation::RenameEnum { from, .. } => from,
        _ => return None,
    };
    let name = name.schema.as_deref().filter(|name| !is_used(schema, name) && !is_used(next, name))?;
    let (identifier, text) = (quote(name), Postgres.quote_literal(name));
    Some(block(&format!(
        "BEGIN
    IF EXISTS (
        SELECT FROM pg_catalog.pg_namespace
        WHERE nspname = {text} AND pg_catalog.obj_description(oid, 'pg_namespace') = '{MADE}'
    ) THEN
        DROP SCHEMA {identifier};
    END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
    NULL;
END"
    )))
}

fn is_used(schema: &Schema, name: &str) -> bool {
    let is_in = |item: &Name| item.schema.as_deref() == Some(name);
    schema.tables.keys().any(is_in) || schema.enums.keys().any(is_in)
}

/// A block that the server runs, between marks that are nowhere in it.
fn block(body: &str) -> String {
    let mut mark = "$$".to_owned();
    while body.contains(&mark) {
        mark.insert(1, 's');
    }
    format!("DO {mark} {body} {mark}")
}

#[cfg(test)]
mod tests {
    use super::{after, before};
    use crate::operation::Operation;
    use crate::schema::{Name, Schema, Table};

    fn named(schema: &str, name: &str) -> Name {
        Name { schema: Some(schema.to_owned()), name: name.to_owned() }
    }

    fn of(names: &[Name]) -> Schema {
        let mut schema = Schema::default();
        names.iter().for_each(|name| schema.insert(Table::new(name.clone())));
        schema
    }

    #[test]
    fn only_the_first_thing_brings_a_schema_and_only_the_last_takes_it_away() {
        let (one, two) = (named("a", "one"), named("a", "two"));
        let (none, only) = (of(&[]), of(std::slice::from_ref(&one)));
        let create = |name: &Name| Operation::CreateTable { table: Table::new(name.clone()) };
        let drop = |name: &Name| Operation::DropTable { table: Table::new(name.clone()) };
        assert!(before(&create(&one), &none).is_some());
        assert_eq!(before(&create(&two), &only), None);
        assert_eq!(before(&create(&Name::new("one")), &none), None);
        assert_eq!(after(&drop(&two), &only, &only), None);
        assert!(after(&drop(&one), &none, &none).is_some());
        assert_eq!(after(&drop(&one), &none, &of(&[two])), None, "it is needed again");
        assert_eq!(after(&create(&one), &none, &none), None);
    }

    #[test]
    fn a_table_that_moves_brings_the_one_schema_and_leaves_the_other() {
        let (from, to) = (named("a", "t"), named("b", "t"));
        let operation = Operation::RenameTable { from: from.clone(), to: to.clone() };
        assert!(before(&operation, &of(&[from])).is_some_and(|sql| sql.contains(r#"CREATE SCHEMA "b""#)));
        let dropped = after(&operation, &of(std::slice::from_ref(&to)), &of(std::slice::from_ref(&to)));
        assert!(dropped.is_some_and(|sql| sql.contains(r#"DROP SCHEMA "a""#)));
    }

    #[test]
    fn a_name_does_not_end_the_block() {
        let operation = Operation::CreateTable { table: Table::new(named("it's $$ a \"$s$\"", "t")) };
        let sql = before(&operation, &of(&[])).unwrap_or_default();
        assert!(sql.starts_with("DO $ss$ BEGIN") && sql.ends_with("END $ss$"), "{sql}");
        assert!(sql.contains("nspname = 'it''s $$ a \"$s$\"'"), "{sql}");
        assert!(sql.contains("CREATE SCHEMA \"it's $$ a \"\"$s$\"\"\";"), "{sql}");
    }
}
