//! Tables, and what belongs to them.

use super::super::normalize::PRIMARY;
use super::super::{backticked, default, expression, literal, options, types};
use super::list;
use crate::Target;
use crate::schema::{Action, Check, Column, ForeignKey, Index, IndexKey, IndexPart, Name, PrimaryKey, Table};

/// Creates a table with its keys, indexes, checks and foreign keys.
pub(super) fn create(table: &Table, target: Target) -> String {
    let parts: Vec<String> = table
        .columns
        .iter()
        .map(|one| column(one, target))
        .chain(table.primary_key.iter().map(primary_key))
        .chain(table.indexes.values().map(index))
        .chain(table.checks.values().map(check))
        .chain(table.foreign_keys.values().map(foreign_key))
        .map(|part| format!("\n    {part}"))
        .collect();
    let mut sql = format!("CREATE TABLE {} ({}\n)", quote_name(&table.name), parts.join(","));
    sql.push_str(&format!(" {}", options::of_new(table)));
    if let Some(text) = &table.comment {
        sql.push_str(&format!(" COMMENT={}", literal(text)));
    }
    sql
}

/// The name of a table; its normal form has no schema.
pub(super) fn quote_name(name: &Name) -> String {
    backticked(&name.name)
}

/// The whole definition of a column, as CREATE TABLE, ADD COLUMN and MODIFY COLUMN take it.
///
/// NULL and the default are always said: what a server adds to the first `timestamp` of a table by itself
/// hangs on its settings.
pub(super) fn column(column: &Column, target: Target) -> String {
    let mut sql = format!("{} {}", backticked(&column.name), types::sql(&column.ty, target));
    // A type on the way to another is no text, maybe.
    if let Some(collation) = column.collation.as_ref().filter(|_| types::takes_collation(&column.ty)) {
        sql.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        sql.push_str(&format!(" GENERATED ALWAYS AS ({}) {kind}", expression::sql(&generated.expression)));
        // MariaDB takes neither NOT NULL nor NULL here.
        if !column.nullable && target == Target::Mysql {
            sql.push_str(" NOT NULL");
        }
    } else {
        sql.push_str(if column.nullable { " NULL" } else { " NOT NULL" });
        match &column.default {
            Some(value) => sql.push_str(&format!(" DEFAULT {}", default::sql(value, &column.ty, target))),
            None if column.nullable => sql.push_str(" DEFAULT NULL"),
            None => {}
        }
        if column.identity.is_some() {
            sql.push_str(" AUTO_INCREMENT");
        }
    }
    for word in &column.options {
        sql.push_str(&format!(" {word}"));
    }
    if let Some(text) = &column.comment {
        sql.push_str(&format!(" COMMENT {}", literal(text)));
    }
    sql
}

pub(super) fn primary_key(key: &PrimaryKey) -> String {
    debug_assert_eq!(key.name, PRIMARY, "the normal form names every primary key so");
    format!("PRIMARY KEY ({})", list(&key.columns))
}

pub(super) fn check(check: &Check) -> String {
    format!("CONSTRAINT {} CHECK ({})", backticked(&check.name), expression::sql(&check.expression))
}

pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let mut sql = format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
        backticked(&key.name),
        list(&key.columns),
        quote_name(&key.references),
        list(&key.target)
    );
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            sql.push_str(&format!(" ON {event} {}", action.as_sql()));
        }
    }
    sql
}

/// An index as CREATE TABLE and ADD take it.
pub(super) fn index(index: &Index) -> String {
    let method = index.method.as_ref().map(|method| method.any().to_uppercase());
    let (kind, using) = match method {
        Some(method) if !types::is_tree_method(&method.to_lowercase()) => {
            (format!("{method} "), String::new())
        }
        method => {
            let unique = if index.unique { "UNIQUE " } else { "" };
            (unique.to_owned(), method.map(|method| format!(" USING {method}")).unwrap_or_default())
        }
    };
    let parts: Vec<String> = index.parts.iter().map(index_part).collect();
    format!("{kind}INDEX {} ({}){using}", backticked(&index.name), parts.join(", "))
}

fn index_part(part: &IndexPart) -> String {
    let sql = match &part.key {
        IndexKey::Column(name) => match part.length {
            Some(length) => format!("{}({length})", backticked(name)),
            None => backticked(name),
        },
        IndexKey::Expression(sql) => format!("({})", expression::sql(sql)),
    };
    if part.descending { format!("{sql} DESC") } else { sql }
}
