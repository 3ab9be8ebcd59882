use std::time::Duration;

use strobila::dialect::{DatabaseError, DatabaseErrorKind};
use strobila::migration::{Direction, Target};
use strobila::{Conflict, Error, Id, StepFailure};

use super::*;

const KINDS: [DatabaseErrorKind; 7] = [
    DatabaseErrorKind::Connect,
    DatabaseErrorKind::ConnectionLost,
    DatabaseErrorKind::Locked,
    DatabaseErrorKind::Url,
    DatabaseErrorKind::Statement,
    DatabaseErrorKind::Canceled,
    DatabaseErrorKind::Pooled,
];

fn id() -> Id {
    Id::new("blog", "Migration202611201326")
}

fn at() -> Box<StepFailure> {
    Box::new(StepFailure {
        id: id(),
        direction: Direction::Up,
        target: Target::Sqlite,
        step: 1,
        of: 1,
        title: String::new(),
        statement: None,
        committed: 0,
        is_outside: false,
        staying: None,
    })
}

fn source(kind: DatabaseErrorKind) -> DatabaseError {
    DatabaseError { kind, message: String::new(), code: None, position: None, help: None }
}

fn conflicts() -> [Conflict; 6] {
    [
        Conflict::Edited { id: id(), recorded: String::new(), found: String::new() },
        Conflict::Missing { id: id() },
        Conflict::Failed { id: id(), direction: Direction::Up, target: Target::Sqlite, step: 1, of: 2 },
        Conflict::OutOfOrder { id: id(), applied: id() },
        Conflict::ChangedBelow { id: id(), direction: Direction::Up, step: 1, statement: None },
        Conflict::JournalDiffers { id: id(), in_history: true, journal: None },
    ]
}

/// The variant that follows in the list, so that a new one does not compile before it stands in it.
fn after(error: Option<&Error>) -> Option<Error> {
    let source = source(DatabaseErrorKind::Statement);
    let text = String::new;
    Some(match error {
        None => Error::Database { doing: "", source },
        Some(Error::Database { .. }) => Error::Locked { source, waited: Duration::ZERO },
        Some(Error::Locked { .. }) => Error::Step { at: at(), source },
        Some(Error::Step { .. }) => Error::Cancelled { at: None },
        Some(Error::Cancelled { .. }) => Error::InDoubt { at: at(), statement: 1 },
        Some(Error::InDoubt { .. }) => {
            Error::Expectation { at: at(), name: text(), expected: Vec::new(), found: None }
        }
        Some(Error::Expectation { .. }) => Error::History(conflicts().to_vec()),
        Some(Error::History(_)) => Error::NewerHistory { format: 2, oldest_reader: 2, ours: 1 },
        Some(Error::NewerHistory { .. }) => Error::BrokenHistory { what: text() },
        Some(Error::BrokenHistory { .. }) => Error::BadStatement { at: at(), reason: text() },
        Some(Error::BadStatement { .. }) => {
            Error::TargetMissing { id: id(), target: Target::Sqlite, targets: Vec::new() }
        }
        Some(Error::TargetMissing { .. }) => Error::HazardNotAccepted(Vec::new()),
        Some(Error::HazardNotAccepted(_)) => Error::LossNotAccepted(Vec::new()),
        Some(Error::LossNotAccepted(_)) => Error::Irreversible { id: id(), because: text() },
        Some(Error::Irreversible { .. }) => Error::InUse { id: id(), by: Vec::new() },
        Some(Error::InUse { .. }) => Error::NoWayDown { id: id(), reason: text() },
        Some(Error::NoWayDown { .. }) => Error::TooMany { module: text(), asked: 2, applied: 1 },
        Some(Error::TooMany { .. }) => Error::NotApplied { id: id() },
        Some(Error::NotApplied { .. }) => {
            Error::UnknownModule { name: text(), near: None, known: Vec::new() }
        }
        Some(Error::UnknownModule { .. }) => {
            Error::UnknownMigration { module: None, name: text(), near: None }
        }
        Some(Error::UnknownMigration { .. }) => {
            Error::AmbiguousMigration { name: text(), modules: Vec::new() }
        }
        Some(Error::AmbiguousMigration { .. }) => Error::Duplicate { name: text(), places: [text(), text()] },
        Some(Error::Duplicate { .. }) => Error::Cycle(Vec::new()),
        Some(Error::Cycle(_)) => Error::UnknownRequirement { id: id(), requires: id() },
        Some(Error::UnknownRequirement { .. }) => Error::RenameConflict { from: text(), to: text() },
        Some(Error::RenameConflict { .. }) => Error::NotCurrent(Vec::new()),
        Some(Error::NotCurrent(_)) => Error::Moved { id: id() },
        Some(Error::Moved { .. }) => {
            let repair = strobila::migrator::Repair::Remove;
            Error::NotRepairable { id: id(), repair, is: text(), help: text() }
        }
        Some(Error::NotRepairable { .. }) => Error::NoReason { id: id() },
        Some(Error::NoReason { .. }) => Error::Operations { id: id(), line: 1, reason: text() },
        Some(Error::Operations { .. }) => return None,
    })
}

fn is_one_word(error: Error) {
    let word = error.code();
    let passed_on = crate::Error::from(error).code();
    assert_eq!(passed_on.as_str(), word);
    assert_eq!(Code::find(word), Some(passed_on), "`explain {word}` finds nothing");
}

#[test]
fn every_error_of_the_migrator_keeps_its_word_and_explain_knows_it() {
    let mut error = after(None);
    while let Some(this) = error {
        error = after(Some(&this));
        is_one_word(this);
    }
}

#[test]
fn an_error_of_a_database_keeps_its_word_with_and_without_the_url() {
    for kind in KINDS {
        let word = source(kind).code_word();
        let passed_on = crate::Error::Database { url: String::new(), source: source(kind) };
        assert_eq!(passed_on.code().as_str(), word);
        is_one_word(Error::Database { doing: "", source: source(kind) });
    }
}

#[test]
fn conflicts_of_one_kind_keep_its_word_and_several_kinds_share_one() {
    for conflict in conflicts() {
        is_one_word(Error::History(vec![conflict.clone()]));
        is_one_word(Error::History(vec![conflict.clone(), conflict]));
    }
    let [edited, missing, ..] = conflicts();
    is_one_word(Error::History(vec![edited.clone(), edited.clone(), missing]));
    is_one_word(Error::History(Vec::new()));
}
