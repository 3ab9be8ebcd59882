//! The migrator's errors in our codes.

use strobila::dialect::DatabaseErrorKind;
use strobila::{Conflict, Error};

use super::{Code, database_code};

/// The code of an error of the migrator; its word is the migrator's own.
pub(super) fn code(error: &Error) -> Code {
    match error {
        Error::Database { source, .. } => database_code(source.kind),
        Error::Locked { .. } => Code::Locked,
        Error::Step { source, .. } if source.kind == DatabaseErrorKind::ConnectionLost => {
            Code::ConnectionLost
        }
        Error::Step { .. } => Code::StepFailed,
        Error::Cancelled { .. } => Code::Interrupted,
        Error::InDoubt { .. } => Code::InDoubt,
        Error::Expectation { .. } => Code::ExpectationDiffers,
        Error::History(conflicts) => conflict_code(conflicts),
        Error::NewerHistory { .. } => Code::NewerHistory,
        Error::BrokenHistory { .. } => Code::BrokenHistory,
        Error::BadStatement { .. } => Code::BadStatement,
        Error::TargetMissing { .. } => Code::TargetMissing,
        Error::HazardNotAccepted(_) => Code::HazardNotAccepted,
        Error::LossNotAccepted(_) => Code::LossNotAccepted,
        Error::Irreversible { .. } => Code::Irreversible,
        Error::InUse { .. } => Code::InUse,
        Error::NoWayDown { .. } => Code::NoWayDown,
        Error::TooMany { .. } => Code::TooMany,
        Error::NotApplied { .. } => Code::NotApplied,
        Error::UnknownModule { .. } => Code::UnknownModule,
        Error::UnknownMigration { .. } => Code::UnknownMigration,
        Error::AmbiguousMigration { .. } => Code::AmbiguousMigration,
        Error::Duplicate { .. } => Code::Duplicate,
        Error::Cycle(_) => Code::Cycle,
        Error::UnknownRequirement { .. } => Code::UnknownRequirement,
        Error::RenameConflict { .. } => Code::RenameConflict,
        Error::NotCurrent(_) => Code::NotCurrent,
        Error::Moved { .. } => Code::Moved,
        Error::NotRepairable { .. } => Code::NotRepairable,
        Error::NoReason { .. } => Code::NoReason,
        Error::Operations { .. } => Code::Operations,
    }
}

fn conflict_code(conflicts: &[Conflict]) -> Code {
    let codes: Vec<Code> = conflicts
        .iter()
        .map(|conflict| match conflict {
            Conflict::Edited { .. } => Code::Edited,
            Conflict::Missing { .. } => Code::Missing,
            Conflict::Failed { .. } => Code::Failed,
            Conflict::OutOfOrder { .. } => Code::OutOfOrder,
            Conflict::ChangedBelow { .. } => Code::ChangedBelow,
            Conflict::JournalDiffers { .. } => Code::JournalDiffers,
        })
        .collect();
    match codes.split_first() {
        Some((first, rest)) if rest.iter().all(|other| other == first) => *first,
        _ => Code::HistoryConflict,
    }
}

#[cfg(test)]
#[path = "migrator_tests.rs"]
mod tests;
