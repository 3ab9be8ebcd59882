//! Renames of columns, and of what has no rename of its own.

use super::super::expression::mentions;
use super::{add, alter, backticked, drop_constraint, drop_foreign_key, drop_index, table, unsupported};
use crate::Target;
use crate::dialect::Unsupported;
use crate::schema::{IndexKey, Sql, Table};

/// Renames a column. MariaDB changes what names it by itself; MySQL refuses while a check does.
pub(super) fn column(
    table: &Table,
    from: &str,
    to: &str,
    target: Target,
) -> Result<Vec<String>, Unsupported> {
    let name = &table.name;
    let rename = format!("RENAME COLUMN {} TO {}", backticked(from), backticked(to));
    if target == Target::Mariadb {
        return Ok(vec![alter(name, &[rename])]);
    }
    let names = |sql: &Sql| mentions(sql.any(), from);
    let generated = table
        .columns
        .iter()
        .find(|column| column.generated.as_ref().is_some_and(|generated| names(&generated.expression)));
    if let Some(generated) = generated {
        let help = format!("drop `{}` in a migration before, and add it again in one after", generated.name);
        return Err(unsupported(
            target,
            name,
            Some(from),
            "a new name while a generated column reads it",
            &help,
        ));
    }
    let checks = table.checks.values().filter(|check| names(&check.expression));
    let indexes = table.indexes.values().filter(|index| index.expressions().any(names));
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for check in checks {
        before.push(drop_constraint(&check.name));
        let mut check = check.clone();
        check.expression = check.expression.renamed(from, to);
        after.push(add(&table::check(&check)));
    }
    for index in indexes {
        before.push(drop_index(&index.name));
        let mut index = index.clone();
        for part in &mut index.parts {
            if let IndexKey::Expression(sql) = &mut part.key {
                *sql = sql.renamed(from, to);
            } else if part.as_column() == Some(from) {
                part.key = IndexKey::Column(to.to_owned());
            }
        }
        after.push(add(&table::index(&index)));
    }
    let lists = [before, vec![rename], after];
    Ok(lists.iter().filter(|clauses| !clauses.is_empty()).map(|clauses| alter(name, clauses)).collect())
}

/// The clause that gives an index another name.
pub(super) fn index(from: &str, to: &str) -> String {
    format!("RENAME INDEX {} TO {}", backticked(from), backticked(to))
}

/// Gives a constraint another name: a foreign key and a check come anew in one statement.
pub(super) fn constraint(table: &Table, from: &str, to: &str) -> Vec<String> {
    let name = &table.name;
    if let Some(key) = table.foreign_keys.get(from) {
        let mut key = key.clone();
        to.clone_into(&mut key.name);
        return vec![alter(name, &[drop_foreign_key(from), add(&table::foreign_key(&key))])];
    }
    if let Some(check) = table.checks.get(from) {
        let mut check = check.clone();
        to.clone_into(&mut check.name);
        return vec![alter(name, &[drop_constraint(from), add(&table::check(&check))])];
    }
    if table.uniques.contains_key(from) {
        return vec![alter(name, &[index(from, to)])];
    }
    // A primary key has no name of its own.
    Vec::new()
}
