//! The migration lock of a database: a lock of the server by name, which holds the database's.

use super::super::{DatabaseError, DatabaseErrorKind, Row};
use super::error;

// A name has at most 64 characters on MySQL, and case does not count in it.
macro_rules! with_name {
    ($before:literal, $after:literal) => {
        concat!($before, "concat('strobila migration lock ', left(sha2(database(), 256), 32))", $after)
    };
}

/// Takes the lock if it is free.
pub(super) const TRY: &str = with_name!("SELECT get_lock(", ", 0)");

/// Gives the lock back.
pub(super) const RELEASE: &str = with_name!("SELECT release_lock(", ")");

/// Who holds the lock, as far as the user may see it.
pub(super) const HOLDER: &str = with_name!(
    "SELECT held.id, p.user, p.host, p.command, p.state, p.time FROM (SELECT is_used_lock(",
    ") AS id) AS held LEFT JOIN information_schema.processlist AS p ON p.id = held.id"
);

/// Whether the one row says so. NULL, the answer to a mistake, is no yes.
pub(super) fn is_true(rows: &[Row]) -> bool {
    matches!(rows, [row] if matches!(row.as_slice(), [Some(answer)] if answer == "1"))
}

/// Whether the lock could not be asked for at all.
pub(super) fn is_refused(rows: &[Row]) -> bool {
    !matches!(rows, [row] if matches!(row.as_slice(), [Some(_)]))
}

/// Says who holds the lock.
pub(super) fn held_by(holder: Option<&Row>) -> DatabaseError {
    let message = "another session holds the migration lock";
    let Some([Some(id), user, host, command, state, time]) = holder.map(Vec::as_slice) else {
        return error::ours(DatabaseErrorKind::Locked, message);
    };
    let mut text = format!("{message}: connection {id}");
    for (part, word) in [(user, " of "), (host, " from ")] {
        if let Some(part) = part {
            text.push_str(word);
            text.push_str(part);
        }
    }
    match (command.as_deref(), state.as_deref(), time.as_deref()) {
        (Some("Sleep"), _, Some(time)) => text.push_str(&format!(", idle for {time} s")),
        (Some(_), Some(state), Some(time)) if !state.is_empty() => {
            text.push_str(&format!(", at work for {time} s ({state})"));
        }
        (Some(_), _, Some(time)) => text.push_str(&format!(", at work for {time} s")),
        _ => {}
    }
    let help = format!("wait for it, or end it with KILL {id} if nobody needs it any more");
    DatabaseError { help: Some(help), ..error::ours(DatabaseErrorKind::Locked, text) }
}
