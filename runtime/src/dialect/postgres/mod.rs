//! PostgreSQL, 13 or later.

#[cfg(feature = "postgres")]
mod connect;
mod default;
#[cfg(feature = "postgres")]
mod error;
mod expression;
mod index_statement;
#[cfg(feature = "postgres")]
mod introspect;
#[cfg(feature = "postgres")]
mod judge;
mod lexer;
#[cfg(feature = "postgres")]
mod lock;
mod normalize;
#[cfg(feature = "postgres")]
mod observe;
#[cfg(feature = "postgres")]
mod online;
#[cfg(feature = "postgres")]
mod pooler;
mod render;
mod sequence;
#[cfg(feature = "postgres")]
mod session;
mod statement;
mod trace;
mod types;

use super::{Dialect, FileProblem, FileStatement, Trace, Unit, Unsupported};
use crate::Target;
use crate::operation::Plan;
use crate::schema::{Column, DefaultValue, Schema, Type};

#[cfg(feature = "postgres")]
pub(super) use connect::connect;

/// The pure part of PostgreSQL.
#[derive(Debug, Clone, Copy)]
pub struct Postgres;

impl Dialect for Postgres {
    fn target(&self) -> Target {
        Target::Postgres
    }

    fn quote(&self, identifier: &str) -> String {
        format!("\"{}\"", identifier.replace('"', "\"\""))
    }

    fn quote_literal(&self, text: &str) -> String {
        // standard_conforming_strings is on in every session of ours: a backslash is a backslash.
        format!("'{}'", text.replace('\'', "''"))
    }

    fn quote_bytes(&self, bytes: &[u8]) -> String {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("'\\x{digits}'")
    }

    fn each_item(&self, array: &str, item: &dyn Fn(&str) -> String) -> Option<String> {
        let item = item("\"item\".\"value\"");
        Some(format!(
            "CASE WHEN {array} IS NULL THEN NULL \
             ELSE ARRAY(SELECT {item} FROM unnest({array}) WITH ORDINALITY AS \"item\" (\"value\", \"at\") \
             ORDER BY \"item\".\"at\") END"
        ))
    }

    fn refusal(&self, value: &str, why: &str) -> String {
        format!("CAST(CAST({} || {value} AS integer) AS text)", self.quote_literal(&format!("{why}: ")))
    }

    fn literal_of(&self, expression: &str) -> String {
        format!("quote_nullable({expression})")
    }

    fn normalize(&self, schema: &Schema) -> Result<Schema, Vec<Unsupported>> {
        normalize::normalize(schema)
    }

    fn render(&self, plan: &Plan) -> Result<Vec<Unit>, Unsupported> {
        render::render(plan)
    }

    fn default_expression(&self, column: &Column, default: &DefaultValue) -> String {
        default::typed(default, &column.ty)
    }

    fn maintenance_database(&self) -> &'static str {
        "postgres"
    }

    fn version_query(&self) -> &'static str {
        "SHOW server_version"
    }

    fn statements(&self, file: &str) -> Result<Vec<FileStatement>, FileProblem> {
        statement::of_file(file)
    }

    fn check_statement(&self, sql: &str) -> Result<(), String> {
        statement::check(sql)
    }

    fn is_patient(&self, sql: &str) -> bool {
        index_statement::is_patient(sql)
    }

    fn is_beneath_tables(&self, sql: &str) -> bool {
        statement::is_beneath_tables(sql)
    }

    fn type_expression(&self, ty: &Type) -> Option<String> {
        Some(format!("NULL::{}", types::sql(ty)))
    }

    fn trace(&self, sql: &str) -> Trace {
        trace::trace(sql)
    }
}
