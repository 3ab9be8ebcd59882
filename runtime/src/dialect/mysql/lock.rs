//! The migration lock of a database: a lock of the server by name, which holds the database's.

use super::super::server::lock::{HELD, Lock};
use super::super::{DatabaseError, DatabaseErrorKind, Row};

// A name has at most 64 characters on MySQL, and case does not count in it.
macro_rules! with_name {
    ($before:literal, $after:literal) => {
        concat!($before, "concat('strobila migration lock ', left(sha2(database(), 256), 32))", $after)
    };
}

/// How the server is asked.
pub(super) const LOCK: Lock = Lock {
    attempt: with_name!("SELECT get_lock(", ", 0)"),
    release: with_name!("SELECT release_lock(", ")"),
    yes: "1",
    holder: with_name!(
        "SELECT held.id, p.user, p.host, p.command, p.state, p.time FROM (SELECT is_used_lock(",
        ") AS id) AS held LEFT JOIN information_schema.processlist AS p ON p.id = held.id"
    ),
    held_by,
};

/// Says who holds the lock.
fn held_by(holder: Option<&Row>) -> DatabaseError {
    let Some([Some(id), user, host, command, state, time]) = holder.map(Vec::as_slice) else {
        return DatabaseError::new(DatabaseErrorKind::Locked, HELD);
    };
    let mut text = format!("{HELD}: connection {id}");
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
    DatabaseError::new(DatabaseErrorKind::Locked, text).with_help(help)
}
