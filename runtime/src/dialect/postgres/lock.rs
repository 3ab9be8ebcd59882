//! The migration lock of a database: an advisory lock, which PostgreSQL keeps per database.

use super::super::server::lock::{HELD, Lock};
use super::super::{DatabaseError, DatabaseErrorKind, Row};

// The key is the first 8 bytes of SHA-256("strobila migration lock"); pg_locks shows it in two halves.
/// How the server is asked.
pub(super) const LOCK: Lock = Lock {
    attempt: "SELECT pg_try_advisory_lock(2420182364885879190)",
    release: "SELECT pg_advisory_unlock(2420182364885879190)",
    yes: "t",
    holder: include_str!("lock_holder.sql"),
    held_by,
};

/// Says who holds the lock, as far as the role may see it.
fn held_by(holder: Option<&Row>) -> DatabaseError {
    let Some([pid, program, user, address, connected, state, since]) = holder.map(Vec::as_slice) else {
        return DatabaseError::new(DatabaseErrorKind::Locked, HELD);
    };
    let mut text = format!("{HELD}: process {}", pid.as_deref().unwrap_or("unknown"));
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
    DatabaseError::new(DatabaseErrorKind::Locked, text)
        .with_help(help.replace('…', pid.as_deref().unwrap_or("pid")))
}
