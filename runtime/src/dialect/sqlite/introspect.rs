use super::session::SqliteSession;
use crate::dialect::{DatabaseError, Introspection};
pub(super) async fn introspect(_session: &mut SqliteSession) -> Result<Introspection, DatabaseError> {
    Ok(Introspection::default())
}
