//! MySQL 8.4 or later, and MariaDB 10.11 or later.
//!
//! Both are one dialect with two targets; what differs between them is decided here.

#[cfg(feature = "mysql")]
mod connect;
mod default;
#[cfg(feature = "mysql")]
mod error;
mod expression;
mod file;
#[cfg(feature = "mysql")]
mod introspect;
#[cfg(feature = "mysql")]
mod judge;
mod lexer;
mod list;
#[cfg(feature = "mysql")]
mod lock;
mod normalize;
#[cfg(feature = "mysql")]
mod observe;
mod options;
#[cfg(feature = "mysql")]
mod overwritten;
#[cfg(feature = "mysql")]
mod printed;
mod render;
#[cfg(feature = "mysql")]
mod session;
mod statement;
#[cfg(feature = "mysql")]
mod touched;
mod trace;
mod types;

use super::{Dialect, FileProblem, FileStatement, Trace, Unit, Unsupported};
use crate::Target;
use crate::operation::Plan;
use crate::schema::{Column, DefaultValue, Name, Schema, Table, Type};

#[cfg(feature = "mysql")]
pub(super) use connect::connect;

/// The pure part of MySQL and MariaDB.
#[derive(Debug, Clone, Copy)]
pub struct Mysql {
    target: Target,
}

/// MySQL.
pub static MYSQL: Mysql = Mysql { target: Target::Mysql };

/// MariaDB.
pub static MARIADB: Mysql = Mysql { target: Target::Mariadb };

/// The `sql_mode` of every session of ours; what is rendered is written for it.
///
/// Strict, so that nothing is cut without a word. A backslash is a plain character. A 0 in a column that
/// becomes AUTO_INCREMENT stays 0. A session also says `time_zone = '+00:00'` and, where it is not so,
/// `explicit_defaults_for_timestamp = ON`.
pub const SQL_MODE: &str = "STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,\
    NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES,NO_AUTO_VALUE_ON_ZERO";

/// A name in backticks.
fn backticked(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A text in single quotes.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl Dialect for Mysql {
    fn target(&self) -> Target {
        self.target
    }

    fn quote(&self, identifier: &str) -> String {
        backticked(identifier)
    }

    fn quote_literal(&self, text: &str) -> String {
        literal(text)
    }

    fn literal_of(&self, expression: &str) -> String {
        // QUOTE() writes backslashes before quotes whatever the session says, and bytes as they are. What
        // `concat` makes of a number has the connection's character set, what it makes of bytes has none.
        let value = format!("concat({expression})");
        format!(
            "coalesce(if(charset({value}) = 'binary', concat('X''', hex({value}), ''''), \
             concat('''', replace(convert({value} using utf8mb4), '''', ''''''), '''')), 'NULL')"
        )
    }

    fn normalize(&self, schema: &Schema) -> Result<Schema, Vec<Unsupported>> {
        normalize::normalize(schema, self.target)
    }

    fn render(&self, plan: &Plan) -> Result<Vec<Unit>, Unsupported> {
        render::render(plan, self.target)
    }

    fn conversion(&self, table: &Name, column: &str, from: &Type, to: &Type) -> Option<String> {
        let is_text = |ty: &Type| matches!(ty, Type::Text | Type::String(_));
        if let Type::Array(_) = to {
            return list::list(*self, table, column, from, to);
        }
        // Both are 16 bytes, but these are no UUID: their text is not its text.
        let is_bytes = |ty: &Type| *ty == Type::Binary(16);
        ((is_bytes(from) && is_text(to)) || (is_text(from) && is_bytes(to))).then(|| self.quote(column))
    }

    fn each_item(&self, array: &str, item: &dyn Fn(&str) -> String) -> Option<String> {
        // Under the name of the table, a column `value` would be that of the items.
        let item = item("`strobila_item`.`value`");
        // MySQL has no order here, and takes the rows as they come.
        let order = if self.target == Target::Mariadb { " ORDER BY `strobila_item`.`place`" } else { "" };
        Some(format!(
            "CASE WHEN {array} IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg({item}{order}), json_array()) \
             FROM json_table({array}, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$' ERROR ON ERROR)) AS `strobila_item`) END"
        ))
    }

    fn refusal(&self, value: &str, why: &str) -> String {
        format!("CAST(concat({}, {value}) AS SIGNED)", self.quote_literal(&format!("{why}: ")))
    }

    fn default_expression(&self, column: &Column, default: &DefaultValue) -> String {
        default::typed(default, &column.ty)
    }

    fn create_database(&self, name: &str) -> String {
        let collation = normalize::COLLATION;
        format!("CREATE DATABASE {} CHARACTER SET utf8mb4 COLLATE {collation}", self.quote(name))
    }

    fn statements(&self, file: &str) -> Result<Vec<FileStatement>, FileProblem> {
        file::of_file(file, self.target)
    }

    fn check_statement(&self, sql: &str) -> Result<(), String> {
        statement::check(sql)
    }

    fn commits(&self, sql: &str) -> bool {
        statement::commits(sql)
    }

    fn undoes(&self, sql: &str) -> bool {
        statement::undoes(sql)
    }

    fn trace(&self, sql: &str) -> Trace {
        trace::trace(sql)
    }

    fn value_literal(&self, ty: &Type, text: &str) -> String {
        let value = DefaultValue::Text(text.to_owned());
        match default::normal(&value, ty, ty, self.target) {
            Ok(Some(value)) => default::expression(&value),
            Ok(None) | Err(_) => literal(text),
        }
    }

    fn as_text(&self, number: &str) -> String {
        format!("CAST({number} AS CHAR)")
    }

    fn own_table(&self, table: &str, columns: &[(&str, &str)], key: &[&str]) -> String {
        let columns = columns.iter().map(|(name, rest)| {
            // What is a key cannot be longer.
            let text = if key.contains(name) { "varchar(255)" } else { "longtext" };
            format!("    {} {}", backticked(name), rest.replace("TEXT", text).replace("BIGINT", "bigint"))
        });
        let key: Vec<String> = key.iter().map(|name| backticked(name)).collect();
        let lines: Vec<String> = columns.chain([format!("    PRIMARY KEY ({})", key.join(", "))]).collect();
        // It commits by itself: what a run that was cut short has made is there already.
        format!(
            "CREATE TABLE IF NOT EXISTS {} (\n{}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={}",
            backticked(table),
            lines.join(",\n"),
            normalize::COLLATION
        )
    }

    fn folds_columns(&self) -> bool {
        true
    }

    fn has_places(&self) -> bool {
        true
    }

    fn relate_options(&self, prev: &mut Table, next: &Table) {
        options::relate(prev, next);
    }

    fn insert_defaults(&self, table: &Name) -> String {
        format!("INSERT INTO {} () VALUES ()", self.quote_name(table))
    }

    fn enum_values(&self, ty: &Type) -> Option<Vec<String>> {
        types::values_of(ty)
    }
}
