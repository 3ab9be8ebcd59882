//! The text of tables, columns, constraints and indexes.

use super::Sqlite;
use super::expression::default_sql;
use super::types;
use crate::dialect::Dialect;
use crate::schema::{Action, Check, Column, Deferrable, ForeignKey, Index, IndexKey, IndexPart, Table};

fn quote(name: &str) -> String {
    Sqlite.quote(name)
}

/// Names in quotes, joined by commas.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    names.into_iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ")
}

/// `CREATE TABLE` with everything but the indexes, under another name than its own when it is rebuilt.
pub(super) fn create_table(table: &Table, name: &str) -> String {
    // AUTOINCREMENT can stand at the column only.
    let inline_key = table.primary_key.as_ref().filter(|key| {
        let column = key.columns.first().and_then(|name| table.column(name));
        key.columns.len() == 1 && column.is_some_and(|column| column.identity.is_some())
    });
    let mut lines: Vec<String> = Vec::new();
    for column in &table.columns {
        let mut line = column_definition(column);
        if let Some(key) = inline_key.filter(|key| key.columns[0] == column.name) {
            line.push_str(&format!(" CONSTRAINT {} PRIMARY KEY AUTOINCREMENT", quote(&key.name)));
        }
        lines.push(line);
    }
    if let Some(key) = table.primary_key.as_ref().filter(|_| inline_key.is_none()) {
        lines.push(format!("CONSTRAINT {} PRIMARY KEY ({})", quote(&key.name), list(&key.columns)));
    }
    for unique in table.uniques.values() {
        lines.push(format!("CONSTRAINT {} UNIQUE ({})", quote(&unique.name), list(&unique.columns)));
    }
    lines.extend(table.checks.values().map(check));
    for key in table.foreign_keys.values() {
        let columns = list(&key.columns);
        lines.push(format!("CONSTRAINT {} FOREIGN KEY ({columns}) {}", quote(&key.name), references(key)));
    }
    let options: Vec<&str> = table.options.iter().map(String::as_str).collect();
    let options = if options.is_empty() { String::new() } else { format!(" {}", options.join(", ")) };
    format!("CREATE TABLE {} (\n    {}\n){options}", quote(name), lines.join(",\n    "))
}

/// A column without the constraints that have a name.
pub(super) fn column_definition(column: &Column) -> String {
    let mut sql = quote(&column.name);
    let ty = column.declared.clone().unwrap_or_else(|| types::to_sql(&column.ty));
    if !ty.is_empty() {
        sql = format!("{sql} {ty}");
    }
    if let Some(collation) = &column.collation {
        sql.push_str(&format!(" COLLATE {}", quote(collation)));
    }
    if !column.nullable {
        sql.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        sql.push_str(&format!(" DEFAULT {}", default_sql(default)));
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        sql.push_str(&format!(" GENERATED ALWAYS AS ({}) {kind}", generated.expression.any()));
    }
    sql
}

/// A check with its name.
pub(super) fn check(check: &Check) -> String {
    format!("CONSTRAINT {} CHECK ({})", quote(&check.name), check.expression.any())
}

/// What a foreign key points at, and what it does.
pub(super) fn references(key: &ForeignKey) -> String {
    let mut sql = format!("REFERENCES {} ({})", quote(&key.references.name), list(&key.target));
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            sql.push_str(&format!(" ON {event} {}", action.as_sql()));
        }
    }
    match key.deferrable {
        None => {}
        Some(Deferrable::Immediate) => sql.push_str(" DEFERRABLE INITIALLY IMMEDIATE"),
        Some(Deferrable::Deferred) => sql.push_str(" DEFERRABLE INITIALLY DEFERRED"),
    }
    sql
}

/// `CREATE INDEX`
pub(super) fn create_index(table: &str, index: &Index) -> String {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let parts: Vec<String> = index.parts.iter().map(part).collect();
    let mut sql =
        format!("CREATE {unique}INDEX {} ON {} ({})", quote(&index.name), quote(table), parts.join(", "));
    if let Some(predicate) = &index.predicate {
        sql.push_str(&format!(" WHERE {}", predicate.any()));
    }
    sql
}

fn part(part: &IndexPart) -> String {
    let key = match &part.key {
        IndexKey::Column(name) => quote(name),
        IndexKey::Expression(sql) => sql.any().to_owned(),
    };
    if part.descending { format!("{key} DESC") } else { key }
}

/// `DROP INDEX`
pub(super) fn drop_index(name: &str) -> String {
    format!("DROP INDEX {}", quote(name))
}
