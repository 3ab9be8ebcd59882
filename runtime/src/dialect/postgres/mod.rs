//! Postgres.

use super::{Dialect, Unit, Unsupported};
use crate::Target;
use crate::operation::Plan;
use crate::schema::Schema;

/// The pure part of Postgres.
#[derive(Debug, Clone, Copy)]
pub struct Postgres;

#[cfg(feature = "postgres")]
pub(super) async fn connect(_url: &str) -> Result<Box<dyn super::Session>, super::DatabaseError> {
    unimplemented!()
}

impl Dialect for Postgres {
    fn target(&self) -> Target {
        Target::Postgres
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
