//! The migration lock of a database: an advisory lock, which PostgreSQL keeps per database.

use super::super::{DatabaseError, DatabaseErrorKind, Row};
use super::error;

// The key is the first 8 bytes of SHA-256("strobila migration lock"); pg_locks shows it in two halves.
/// Takes the lock if it is free.
pub(super) const TRY: &str = "SELECT pg_try_advisory_lock(2420182364885879190)";

/// Gives the lock back.
pub(super) const RELEASE: &str = "SELECT pg_advisory_unlock(2420182364885879190)";

/// Who holds the lock.
pub(super) const HOLDER: &str = include_str!("lock_holder.sql");

/// Whether the one row says so.
pub(super) fn is_true(rows: &[Row]) -> bool {
    matches!(rows, [row] if matches!(row.as_slice(), [Some(answer)] if answer == "t"))
}

/// Says who holds the lock, as far as the role may see it.
pub(super) fn held_by(holder: Option<&Row>) -> DatabaseError {
    let message = "another session holds the migration lock";
    let Some([pid, program, user, address, connected, state, since]) = holder.map(Vec::as_slice) else {
        return error::ours(DatabaseErrorKind::Locked, message);
    };
    let mut text = format!("{message}: process {}", pid.as_deref().unwrap_or("unknown"));
    let parts = [
        (program, " of "),
        (user, " as "),
        (address, " from "),
        (connected, ", connected since "),
        (state, ", "),
        (since, " since "),
    ];
    for (part, word) in parts {
        if let Some(part) = part {
            text.push_str(word);
            text.push_str(part);
        }
    }
    let help = "wait for it, or end it with SELECT pg_terminate_backend(…) if nobody needs it any more";
    DatabaseError {
        help: Some(help.replace('…', pid.as_deref().unwrap_or("pid"))),
        ..error::ours(DatabaseErrorKind::Locked, text)
    }
}
