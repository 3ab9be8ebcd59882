//! How far an unfinished migration is, as its journal says.
//!
//! What several transactions make is journalled: `started` (or `rolling_back`), then for each group of
//! steps that is committed `step`, and for each statement outside a group's transaction `done`; one that
//! commits by itself has `begun` before it, and `undone` when the server refused it. Each but `undone`
//! holds the sum of all statements up to it, so that what was changed in the file since is found. A
//! migration whose last such event is `begun` has a statement in doubt.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{JournalEntry, SETTLING};
use crate::migrator::PlannedStep;

/// What an event says beside its number of steps, as the JSON of its detail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Detail {
    /// The statement of the step, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) statement: Option<usize>,
    /// The sum of all statements up to here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sum: Option<String>,
    /// Whose definition tells whether the statement took effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<String>,
    /// The sum of that definition before it; none when there was no such thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<String>,
    /// Whether it may simply run again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) repeatable: bool,
    /// How a statement in doubt was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) decided: Option<String>,
}

impl Detail {
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers are always JSON")
    }
}

/// A place between statements that was reached, and the sum of what lies before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) steps: usize,
    pub(crate) statements: usize,
    pub(crate) sum: String,
}

/// How far an unfinished migration is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Trail {
    /// Whether the journal says that it began, and not that it came to an end.
    pub(crate) is_there: bool,
    /// Whether each statement was journalled. Releases before did not.
    pub(crate) is_whole: bool,
    pub(crate) marks: Vec<Mark>,
    /// How many statements of the step that is not in are.
    pub(crate) statements: usize,
    /// The statement after them, when nobody knows whether it took effect.
    pub(crate) doubt: Option<Detail>,
}

impl Trail {
    /// What the entries of one migration say, when `steps` of it are in.
    pub(crate) fn of(entries: &[&JournalEntry], steps: usize) -> Trail {
        let is_one_of = |entry: &JournalEntry, events: &[&str]| events.contains(&entry.event.as_str());
        let is_start = |entry: &JournalEntry| is_one_of(entry, &["started", "rolling_back"]);
        let last = entries.iter().rposition(|entry| is_start(entry) || is_one_of(entry, &SETTLING));
        let Some(start) = last.filter(|last| is_start(entries[*last])) else { return Trail::default() };
        let is_whole = detail(entries[start]).is_some();
        let mut trail = Trail { is_there: true, is_whole, ..Trail::default() };
        for entry in &entries[start + 1..] {
            let (Some(done), Some(detail)) = (entry.step, detail(entry)) else { continue };
            let statement = detail.statement.unwrap_or(0);
            let mark = |statements| {
                let sum = detail.sum.clone()?;
                Some(Mark { steps: done, statements, sum })
            };
            match &*entry.event {
                "step" => {
                    trail.marks.extend(mark(0));
                    (trail.statements, trail.doubt) = (0, None);
                }
                "done" => {
                    trail.marks.extend(mark(statement));
                    (trail.statements, trail.doubt) = (statement, None);
                }
                "undone" => (trail.statements, trail.doubt) = (statement.saturating_sub(1), None),
                "begun" => (trail.statements, trail.doubt) = (statement.saturating_sub(1), Some(detail)),
                _ => {}
            }
        }
        // What was reached in a step that is in by now says nothing of the next one.
        let is_of_next = |entry: &&&JournalEntry| {
            entry.step == Some(steps) && matches!(&*entry.event, "done" | "undone" | "begun")
        };
        if !entries[start + 1..].iter().any(|entry| is_of_next(&entry)) {
            (trail.statements, trail.doubt) = (0, None);
        }
        trail
    }
}

fn detail(entry: &JournalEntry) -> Option<Detail> {
    if !entry.is_mark() {
        return None;
    }
    serde_json::from_str(entry.detail.as_deref()?).ok()
}

impl JournalEntry {
    /// Whether it says how far a migration of several transactions is, with JSON as its detail.
    pub fn is_mark(&self) -> bool {
        let is_one = ["started", "rolling_back", "step", "begun", "done", "undone", "resumed"];
        is_one.contains(&self.event.as_str())
    }

    /// The statement of its step, counted from 1, for `begun`, `done` and `undone`.
    pub fn statement(&self) -> Option<usize> {
        detail(self)?.statement
    }
}

/// The sum of the statements of a migration, up to any place in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sum(Sha256);

impl Sum {
    /// With one more statement.
    pub(crate) fn statement(&mut self, sql: &str) {
        self.0.update((sql.len() as u64).to_le_bytes());
        self.0.update(sql.as_bytes());
    }

    /// With the end of a step.
    pub(crate) fn end(&mut self, step: &PlannedStep) {
        // No statement is that long.
        self.0.update(u64::MAX.to_le_bytes());
        self.0.update(step.rebuilds.as_deref().unwrap_or_default().as_bytes());
    }

    /// The first 32 hexadecimal digits.
    pub(crate) fn text(&self) -> String {
        self.0.clone().finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The sum of a text.
pub(crate) fn sum_of(text: &str) -> String {
    let mut sum = Sum::default();
    sum.statement(text);
    sum.text()
}

#[cfg(test)]
mod tests {
    use super::{Detail, Trail};
    use crate::history::JournalEntry;

    fn entry(event: &str, step: usize, detail: &Detail) -> JournalEntry {
        JournalEntry {
            id: 1,
            at: String::new(),
            run_id: String::new(),
            module: "blog".to_owned(),
            name: Some("M1".to_owned()),
            event: event.to_owned(),
            step: Some(step),
            detail: Some(detail.to_json()),
        }
    }

    fn at(statement: usize) -> Detail {
        Detail { statement: Some(statement), sum: Some("x".to_owned()), ..Detail::default() }
    }

    /// Where a journal says that a migration is: statements of the next step, and whether one is in doubt.
    fn place(entries: &[JournalEntry], steps: usize) -> (usize, bool) {
        let trail = Trail::of(&entries.iter().collect::<Vec<_>>(), steps);
        (trail.statements, trail.doubt.is_some())
    }

    #[test]
    fn the_last_word_of_the_journal_counts() {
        let mut all = vec![entry("started", 0, &Detail::default()), entry("begun", 0, &at(1))];
        assert_eq!(place(&all, 0), (0, true));
        all.push(entry("done", 0, &at(1)));
        assert_eq!(place(&all, 0), (1, false));
        all.extend([entry("begun", 0, &at(2)), entry("undone", 0, &at(2)), entry("failed", 0, &at(9))]);
        assert_eq!(place(&all, 0), (1, false));
        all.extend([entry("begun", 0, &at(2)), entry("step", 1, &at(0))]);
        assert_eq!(place(&all, 1), (0, false));
        all.push(entry("begun", 1, &at(1)));
        assert_eq!(place(&all, 1), (0, true));
        all.push(entry("rolling_back", 0, &Detail::default()));
        assert_eq!(place(&all, 0), (0, false));
        assert!(Trail::of(&all.iter().collect::<Vec<_>>(), 0).marks.is_empty());
    }

    #[test]
    fn a_journal_of_an_older_release_is_not_whole() {
        let mut start = entry("started", 0, &Detail::default());
        start.detail = None;
        assert!(!Trail::of(&[&start], 0).is_whole);
    }
}
