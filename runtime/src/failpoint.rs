//! Named places of a run at which a test makes it fail, with the feature `failpoints` alone; without it
//! nothing of this is compiled.
//!
//! `STROBILA_FAILPOINT=after_statement:3=abort` ends the process, as a kill would, when the point is
//! reached for the third time. Several stand behind `;`. The number is 1 when it is left out, and `*` for
//! every time; the point `any` counts all of them. Actions: `abort`, `panic`, `error` (as if the server had
//! refused), `lost` (as if the connection were gone), `sleep MILLISECONDS`.
//! `STROBILA_FAILPOINT_LOG=FILE` notes what was reached, a line `point:number` each.

/// The points, in the order in which a run may reach them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    BeforeLock,
    AfterLock,
    BeforeTables,
    AfterTables,
    BeforeBegin,
    AfterBegin,
    BeforeStatement,
    AfterStatement,
    BeforeCommit,
    AfterCommit,
    BeforeUnlock,
    AfterUnlock,
}

/// Does what the environment asks for at this point.
///
/// # Errors
/// The one that was asked for.
#[cfg(not(feature = "failpoints"))]
#[inline(always)]
pub(crate) async fn reach(_point: Point) -> Result<(), crate::dialect::DatabaseError> {
    Ok(())
}

#[cfg(feature = "failpoints")]
pub(crate) use wanted::reach;

#[cfg(feature = "failpoints")]
mod wanted {
    use std::collections::BTreeMap;
    use std::io::Write as _;
    use std::sync::{Mutex, PoisonError};
    use std::time::Duration;

    use super::Point;
    use crate::dialect::{DatabaseError, DatabaseErrorKind};

    static REACHED: Mutex<BTreeMap<&'static str, usize>> = Mutex::new(BTreeMap::new());

    impl Point {
        fn as_str(self) -> &'static str {
            match self {
                Point::BeforeLock => "before_lock",
                Point::AfterLock => "after_lock",
                Point::BeforeTables => "before_tables",
                Point::AfterTables => "after_tables",
                Point::BeforeBegin => "before_begin",
                Point::AfterBegin => "after_begin",
                Point::BeforeStatement => "before_statement",
                Point::AfterStatement => "after_statement",
                Point::BeforeCommit => "before_commit",
                Point::AfterCommit => "after_commit",
                Point::BeforeUnlock => "before_unlock",
                Point::AfterUnlock => "after_unlock",
            }
        }
    }

    /// See the one without the feature.
    pub(crate) async fn reach(point: Point) -> Result<(), DatabaseError> {
        let name = point.as_str();
        let (number, of_all) = count(name);
        note(name, number);
        let wanted = std::env::var("STROBILA_FAILPOINT").unwrap_or_default();
        for one in wanted.split(';').filter(|one| !one.trim().is_empty()) {
            let (place, action) = one.split_once('=').expect("a failpoint is POINT:NUMBER=ACTION");
            let (wanted, time) = place.trim().split_once(':').unwrap_or((place.trim(), "1"));
            let reached = match wanted {
                "any" => of_all,
                _ if wanted == name => number,
                _ => continue,
            };
            if time == "*" || time == reached.to_string() {
                act(name, action.trim()).await?;
            }
        }
        Ok(())
    }

    /// How often the point, and any, was reached by now.
    fn count(name: &'static str) -> (usize, usize) {
        let mut reached = REACHED.lock().unwrap_or_else(PoisonError::into_inner);
        *reached.entry(name).or_default() += 1;
        (reached[name], reached.values().sum())
    }

    fn note(name: &str, number: usize) {
        let Ok(file) = std::env::var("STROBILA_FAILPOINT_LOG") else { return };
        let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
        let noted = opened.and_then(|mut file| writeln!(file, "{name}:{number}"));
        noted.expect("the failpoints' log can be written");
    }

    async fn act(name: &str, action: &str) -> Result<(), DatabaseError> {
        let fail = |kind| Err(DatabaseError::new(kind, format!("the failpoint {name} was reached")));
        match action.split_once(' ').unwrap_or((action, "")) {
            ("abort", _) => std::process::abort(),
            ("panic", _) => panic!("the failpoint {name} was reached"),
            ("error", _) => fail(DatabaseErrorKind::Statement),
            ("lost", _) => fail(DatabaseErrorKind::ConnectionLost),
            ("sleep", time) => {
                let time = time.trim().parse().expect("a failpoint sleeps for milliseconds");
                tokio::time::sleep(Duration::from_millis(time)).await;
                Ok(())
            }
            (other, _) => panic!("a failpoint knows no `{other}`"),
        }
    }
}
