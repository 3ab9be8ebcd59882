//! The migration lock of a database: a lock of the server by name, which holds the database's.

use super::super::server::lock::{HELD, Lock};
use super::super::watch::one_line;
use super::super::{Blocker, DatabaseError, DatabaseErrorKind, Row};

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
        "SELECT held.id, p.user, p.host, p.command, p.state, p.time, p.info FROM (SELECT is_used_lock(",
        ") AS id) AS held LEFT JOIN information_schema.processlist AS p ON p.id = held.id"
    ),
    held_by,
};

/// Says who holds the lock.
fn held_by(holder: Option<&Row>) -> DatabaseError {
    let Some(holder) = holder.and_then(|row| blocker(row)) else {
        return DatabaseError::new(DatabaseErrorKind::Locked, HELD);
    };
    let error = DatabaseError::new(DatabaseErrorKind::Locked, format!("{HELD}: {holder}"));
    let end = holder.end.unwrap_or_default();
    error.with_help(format!("wait for it, or end it with {end} if nobody needs it any more"))
}

/// Another session, of its row in the list of processes: id, user, host, command, state, seconds, statement.
pub(super) fn blocker(row: &[Option<String>]) -> Option<Blocker> {
    let [Some(id), user, host, command, state, time, statement] = row else { return None };
    let mut who = format!("connection {id}");
    for (part, word) in [(user, " of "), (host, " from ")] {
        if let Some(part) = part {
            who.push_str(word);
            who.push_str(part);
        }
    }
    match (command.as_deref(), state.as_deref(), time.as_deref()) {
        (Some("Sleep"), _, Some(time)) => who.push_str(&format!(", idle for {time} s")),
        (Some(_), Some(state), Some(time)) if !state.is_empty() => {
            who.push_str(&format!(", at work for {time} s ({state})"));
        }
        (Some(_), _, Some(time)) => who.push_str(&format!(", at work for {time} s")),
        _ => {}
    }
    let statement = statement.as_deref().map(one_line).filter(|text| !text.is_empty());
    Some(Blocker { who, statement, end: Some(format!("KILL {id}")) })
}
