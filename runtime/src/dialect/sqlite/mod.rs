//! SQLite: types, normal form, SQL, and the connection.
//!
//! SQLite keeps no comments, so comments on tables and columns are left out of its normal form.

mod conversion;
mod ddl;
mod decimal;
mod expression;
mod fits;
mod lexer;
mod list;
mod normalize;
mod numeric;
mod reading;
mod rebuild;
mod render;
mod types;

#[cfg(feature = "sqlite")]
mod error;
#[cfg(feature = "sqlite")]
mod introspect;
#[cfg(feature = "sqlite")]
mod judge;
#[cfg(feature = "sqlite")]
mod parse;
#[cfg(feature = "sqlite")]
mod session;

use super::{Dialect, FileProblem, FileStatement, Unit, Unsupported};
use crate::Target;
use crate::operation::Plan;
use crate::schema::{Column, Name, Schema, Type};

/// The pure part of SQLite.
#[derive(Debug, Clone, Copy)]
pub struct Sqlite;

#[cfg(feature = "sqlite")]
pub(super) use session::connect;

impl Dialect for Sqlite {
    fn target(&self) -> Target {
        Target::Sqlite
    }

    fn quote(&self, identifier: &str) -> String {
        format!("\"{}\"", identifier.replace('"', "\"\""))
    }

    fn quote_literal(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }

    fn literal_of(&self, expression: &str) -> String {
        format!("quote({expression})")
    }

    fn normalize(&self, schema: &Schema) -> Result<Schema, Vec<Unsupported>> {
        normalize::normalize(schema)
    }

    fn render(&self, plan: &Plan) -> Result<Vec<Unit>, Unsupported> {
        render::render(plan)
    }

    fn conversion(&self, table: &Name, column: &str, from: &Type, to: &Type) -> Option<String> {
        let full = || format!("{}.{}", self.quote(&table.name), self.quote(column));
        if let Some(list) = list::list(&full(), from, to) {
            return Some(list);
        }
        let is_text = matches!(from, Type::Text | Type::String(_));
        if matches!(to, Type::String(_)) && !is_text {
            let shown = self.conversion(table, column, from, &Type::Text);
            let shown = match (shown, types::kept(from)) {
                (Some(shown), _) => shown,
                (None, Ok(kept)) => rebuild::converted(&full(), &kept, &Type::Text),
                (None, Err(_)) => full(),
            };
            return reading::short(&full(), &shown, from, to);
        }
        rebuild::moment(&self.quote(column), from, to)
            .or_else(|| decimal::decimal(&full(), from, to))
            .or_else(|| decimal::truth(&full(), from, to))
            .or_else(|| conversion::number(&full(), from, to))
            .or_else(|| reading::text(&full(), from, to))
    }

    fn fitting(&self, table: &Name, column: &Column, value: &str) -> Option<String> {
        fits::fill(table, column, value)
    }

    fn compared(&self, text: &str, columns: &[&Column]) -> Option<String> {
        numeric::compared(text, &|name| {
            let found = columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
            found.is_some_and(|column| matches!(column.ty, Type::Decimal { .. }))
        })
    }

    fn each_item(&self, array: &str, item: &dyn Fn(&str) -> String) -> Option<String> {
        // Under the name of the table, a column `value` would be that of the items.
        let item = item("\"strobila_item\".\"value\"");
        Some(format!(
            "CASE WHEN {array} IS NULL THEN NULL \
             ELSE (SELECT json_group_array({item}) FROM json_each({array}) AS \"strobila_item\") END"
        ))
    }

    fn names_uniques(&self) -> bool {
        false
    }

    // SQLite raises an error of its own for a text that is no path, and shows the text. It depends on the
    // row, so that it is not computed before there is one.
    fn refusal(&self, value: &str, why: &str) -> String {
        format!("json_extract('{{}}', {} || {value})", self.quote_literal(&format!("{why}: ")))
    }

    fn folds_names(&self) -> bool {
        true
    }

    fn version_query(&self) -> &'static str {
        "SELECT sqlite_version()"
    }

    fn statements(&self, file: &str) -> Result<Vec<FileStatement>, FileProblem> {
        lexer::of_file(file)
    }

    fn check_statement(&self, sql: &str) -> Result<(), String> {
        lexer::check(sql)
    }
}
