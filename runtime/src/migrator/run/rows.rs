//! The rows that a statement failed on, as a query: the server says the rule, and seldom the rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{DatabaseError, Dialect};
use crate::operation::Operation;
use crate::schema::{ForeignKey, IndexPart, Name, Sql};

/// What rows may not do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    NotNull,
    Unique,
    ForeignKey,
}

/// The rule that an error is about, by the codes of all databases, which do not overlap.
fn rule(error: &DatabaseError) -> Option<Rule> {
    match error.code.as_deref() {
        // PostgreSQL, MySQL and MariaDB (1265 is what a MODIFY says), SQLite.
        Some("23502" | "1048" | "1138" | "1265" | "1299") => Some(Rule::NotNull),
        Some("23505" | "1062" | "1555" | "2067") => Some(Rule::Unique),
        Some("23503" | "1452" | "787") => Some(Rule::ForeignKey),
        // After a rebuild SQLite's session looks for them itself.
        None if error.message.contains(" points at no row of table ") => Some(Rule::ForeignKey),
        Some(_) | None => None,
    }
}

/// A query for the rows that the migration could not run on; none when the error is about something else.
///
/// `statement` is what failed, or all of the step. `is_undone` says that nothing of the migration is in: its
/// tables and columns have their old names then.
pub(super) fn in_the_way(
    dialect: &dyn Dialect,
    operations: &[Operation],
    statement: &str,
    error: &DatabaseError,
    is_undone: bool,
) -> Option<String> {
    let rule = rule(error)?;
    let said = format!("{statement}\n{}", error.message);
    let mut past = Past::default();
    let mut best: Option<(usize, String)> = None;
    for operation in operations {
        past.follow(operation);
        let Some((table, names, query)) = query(dialect, operation, rule, is_undone.then_some(&past)) else {
            continue;
        };
        if !said.contains(&table.name) {
            continue;
        }
        // The one whose own name is said, or else the most of whose columns are.
        let count = names.iter().filter(|name| said.contains(**name)).count();
        if count > 0 && best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, query));
        }
    }
    best.map(|(_, query)| query)
}

/// The table of an operation that brings the rule, the names that an error may say, and the query.
fn query<'o>(
    dialect: &'o dyn Dialect,
    operation: &'o Operation,
    rule: Rule,
    past: Option<&'o Past>,
) -> Option<(&'o Name, Vec<&'o str>, String)> {
    let make = |table: &'o Name| Query { dialect, table, past };
    match (rule, operation) {
        (Rule::NotNull, Operation::AlterColumn { table, from, to, .. }) if from.nullable && !to.nullable => {
            Some((table, vec![&to.name], make(table).nulls(&[&to.name])?))
        }
        (Rule::NotNull, Operation::AddPrimaryKey { table, primary_key }) => {
            let columns: Vec<&str> = primary_key.columns.iter().map(String::as_str).collect();
            let query = make(table).nulls(&columns)?;
            Some((table, columns, query))
        }
        (Rule::Unique, Operation::AddPrimaryKey { table, primary_key }) => {
            let columns: Vec<&str> = primary_key.columns.iter().map(String::as_str).collect();
            let query = make(table).twice(&columns, None, false)?;
            Some((table, with(&primary_key.name, columns), query))
        }
        (Rule::Unique, Operation::AddUnique { table, unique }) => {
            let columns: Vec<&str> = unique.columns.iter().map(String::as_str).collect();
            let query = make(table).twice(&columns, None, unique.nulls_not_distinct)?;
            Some((table, with(&unique.name, columns), query))
        }
        (Rule::Unique, Operation::AddIndex { table, index }) if index.unique => {
            let columns: Option<Vec<&str>> = index.parts.iter().map(IndexPart::as_column).collect();
            let columns = columns?;
            let query = make(table).twice(&columns, index.predicate.as_ref(), index.nulls_not_distinct)?;
            Some((table, with(&index.name, columns), query))
        }
        (Rule::ForeignKey, Operation::AddForeignKey { table, foreign_key }) => {
            let columns = foreign_key.columns.iter().map(String::as_str).collect();
            let names = with(&foreign_key.name, with(&foreign_key.references.name, columns));
            Some((table, names, make(table).orphans(foreign_key)?))
        }
        _ => None,
    }
}

fn with<'o>(name: &'o str, mut columns: Vec<&'o str>) -> Vec<&'o str> {
    columns.push(name);
    columns
}

/// A query over one table.
struct Query<'a> {
    dialect: &'a dyn Dialect,
    table: &'a Name,
    past: Option<&'a Past>,
}

impl Query<'_> {
    fn name(&self, table: &Name) -> Option<String> {
        let name = self.past.map_or(Some(table.clone()), |past| past.table(table));
        Some(self.dialect.quote_name(&name?))
    }

    /// The column as it is called now; none when it is not there.
    fn column(&self, table: &Name, column: &str) -> Option<String> {
        let name = self.past.map_or(Some(column.to_owned()), |past| past.column(table, column));
        Some(self.dialect.quote(&name?))
    }

    fn columns(&self, table: &Name, columns: &[&str]) -> Option<Vec<String>> {
        columns.iter().map(|column| self.column(table, column)).collect()
    }

    fn nulls(&self, columns: &[&str]) -> Option<String> {
        let columns = self.columns(self.table, columns)?;
        let conditions: Vec<String> = columns.iter().map(|column| format!("{column} IS NULL")).collect();
        Some(format!("SELECT * FROM {} WHERE {}", self.name(self.table)?, conditions.join(" OR ")))
    }

    fn twice(&self, columns: &[&str], predicate: Option<&Sql>, are_nulls_alike: bool) -> Option<String> {
        let columns = self.columns(self.table, columns)?;
        let mut conditions = Vec::new();
        if let Some(predicate) = predicate {
            // In the form of the models; names in quotes that are not this database's cannot be pasted.
            let text = predicate.get(self.dialect.target())?;
            let is_pasted = !text.contains('"') || self.dialect.quote("a").starts_with('"');
            conditions.push(is_pasted.then(|| format!("({text})"))?);
        }
        if !are_nulls_alike {
            conditions.extend(columns.iter().map(|column| format!("{column} IS NOT NULL")));
        }
        let list = columns.join(", ");
        let condition = if conditions.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", conditions.join(" AND "))
        };
        let table = self.name(self.table)?;
        Some(format!("SELECT {list}, count(*) FROM {table}{condition} GROUP BY {list} HAVING count(*) > 1"))
    }

    fn orphans(&self, key: &ForeignKey) -> Option<String> {
        let mut conditions = Vec::new();
        let mut pairs = Vec::new();
        for (own, target) in key.columns.iter().zip(&key.target) {
            let own = format!("c.{}", self.column(self.table, own)?);
            pairs.push(format!("p.{} = {own}", self.column(&key.references, target)?));
            conditions.push(format!("{own} IS NOT NULL"));
        }
        Some(format!(
            "SELECT c.* FROM {} AS c WHERE {} AND NOT EXISTS (SELECT 1 FROM {} AS p WHERE {})",
            self.name(self.table)?,
            conditions.join(" AND "),
            self.name(&key.references)?,
            pairs.join(" AND "),
        ))
    }
}

/// What things were called before the migration, by their names of now; what is new had no name.
#[derive(Default)]
struct Past {
    tables: BTreeMap<Name, Name>,
    columns: BTreeMap<(Name, String), String>,
    made: BTreeSet<Name>,
    added: BTreeSet<(Name, String)>,
}

impl Past {
    fn follow(&mut self, operation: &Operation) {
        match operation {
            Operation::RenameTable { from, to } => {
                let first = self.tables.remove(from).unwrap_or_else(|| from.clone());
                self.tables.insert(to.clone(), first);
            }
            Operation::RenameColumn { table, from, to } => {
                let first = self.columns.remove(&(table.clone(), from.clone()));
                let first = first.unwrap_or_else(|| from.clone());
                self.columns.insert((table.clone(), to.clone()), first);
            }
            Operation::CreateTable { table } => drop(self.made.insert(table.name.clone())),
            Operation::AddColumn { table, column, .. } => {
                self.added.insert((table.clone(), column.name.clone()));
            }
            _ => {}
        }
    }

    fn table(&self, table: &Name) -> Option<Name> {
        let first = self.tables.get(table).unwrap_or(table);
        (!self.made.contains(table)).then(|| first.clone())
    }

    fn column(&self, table: &Name, column: &str) -> Option<String> {
        let place = (table.clone(), column.to_owned());
        let first = self.columns.get(&place).map_or(column, String::as_str);
        (!self.added.contains(&place)).then(|| first.to_owned())
    }
}
