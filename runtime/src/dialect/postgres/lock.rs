//! The migration lock of a database: an advisory lock, which PostgreSQL keeps per database.

use super::super::server::lock::{HELD, Lock};
use super::super::watch::one_line;
use super::super::{Blocker, DatabaseError, DatabaseErrorKind, Row};

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
    let Some(holder) = holder.and_then(|row| blocker(row)) else {
        return DatabaseError::new(DatabaseErrorKind::Locked, HELD);
    };
    let error = DatabaseError::new(DatabaseErrorKind::Locked, format!("{HELD}: {holder}"));
    let help = "wait for it, or end it if nobody needs it any more: ";
    error.with_help(format!("{help}{}", holder.end.unwrap_or_default()))
}

/// Another session, of the columns of `lock_holder.sql`.
pub(super) fn blocker(row: &[Option<String>]) -> Option<Blocker> {
    let [Some(process), program, user, address, connected, state, since, statement, ..] = row else {
        return None;
    };
    // No process: a transaction that was prepared and never ended.
    if process == "0" {
        let who = "a prepared transaction, which pg_prepared_xacts lists".to_owned();
        return Some(Blocker { who, statement: None, end: Some("ROLLBACK PREPARED '…'".to_owned()) });
    }
    let mut who = format!("process {process}");
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
            who.push_str(word);
            who.push_str(part);
        }
    }
    // What the role may not see the server says in angle brackets.
    let statement = statement
        .as_deref()
        .map(|text| one_line(of_step(text)))
        .filter(|text| !text.is_empty() && !text.starts_with('<'));
    Some(Blocker { who, statement, end: Some(format!("SELECT pg_terminate_backend({process})")) })
}

/// A statement without what begins its transaction, when a session of ours runs it.
fn of_step(text: &str) -> &str {
    let rest = text.strip_prefix("BEGIN;\n").unwrap_or(text);
    let guard =
        rest.strip_prefix("SELECT 1 WHERE 1 / (pg_backend_pid() =").and_then(|rest| rest.split_once(";\n"));
    guard.map_or(rest, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(cells: [Option<&str>; 8]) -> String {
        blocker(&cells.map(|cell| cell.map(str::to_owned))).map_or(String::new(), |found| found.to_string())
    }

    #[test]
    fn another_session_is_told_as_far_as_the_role_may_see_it() {
        let all = ["7", "psql", "ana", "10.0.0.1", "9:00", "idle in transaction", "9:05", "SELECT\n  1"];
        assert_eq!(
            seen(all.map(Some)),
            "process 7 of psql as ana from 10.0.0.1, connected since 9:00, idle in transaction since 9:05: SELECT 1"
        );
        let hidden = [Some("7"), None, Some("ana"), None, None, None, None, Some("<insufficient privilege>")];
        assert_eq!(seen(hidden), "process 7 as ana");
        assert_eq!(seen([None; 8]), "");
        let mut prepared = [None; 8];
        prepared[0] = Some("0");
        assert!(seen(prepared).starts_with("a prepared transaction"));
    }
}
