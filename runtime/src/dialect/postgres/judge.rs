//! Lets the server judge whether two expressions are the same.

use super::super::DatabaseError;
use super::session::PgSession;
use crate::schema::Name;

/// Whether the server plans both expressions of each pair the same.
pub(super) async fn same_expressions(
    _session: &mut PgSession,
    _table: &Name,
    _pairs: &[(String, String)],
) -> Result<Vec<bool>, DatabaseError> {
    unimplemented!()
}
