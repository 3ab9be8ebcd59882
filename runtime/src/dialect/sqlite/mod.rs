//! Sqlite.

use super::{Dialect, Unit, Unsupported};
use crate::Target;
use crate::operation::Plan;
use crate::schema::Schema;

/// The pure part of Sqlite.
#[derive(Debug, Clone, Copy)]
pub struct Sqlite;

#[cfg(feature = "sqlite")]
pub(super) async fn connect(_url: &str) -> Result<Box<dyn super::Session>, super::DatabaseError> {
    unimplemented!()
}

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

    fn normalize(&self, schema: &Schema) -> Result<Schema, Vec<Unsupported>> {
        Ok(schema.clone())
    }

    fn render(&self, _plan: &Plan) -> Result<Vec<Unit>, Unsupported> {
        unimplemented!()
    }

    fn check_statement(&self, _sql: &str) -> Result<(), String> {
        Ok(())
    }
}
