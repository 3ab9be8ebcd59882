//! Ways in which history and files disagree.

use std::fmt;

use super::Id;
use crate::migration::Direction;

/// One way in which history and files disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// The way up is not the one that was applied.
    Edited {
        /// The migration.
        id: Id,
        /// The checksum in the history.
        recorded: String,
        /// The checksum of the file.
        found: String,
    },
    /// Applied, and no file defines it.
    Missing {
        /// The migration.
        id: Id,
    },
    /// It stopped part of the way.
    Failed {
        /// The migration.
        id: Id,
        /// Which way it went.
        direction: Direction,
        /// The step that is not in, counted from 1.
        step: usize,
        /// How many steps it has.
        of: usize,
    },
    /// Pending, while a migration that follows it is applied.
    OutOfOrder {
        /// The migration.
        id: Id,
        /// The applied one that follows it.
        applied: Id,
    },
}

impl Conflict {
    /// The migration it concerns.
    pub fn id(&self) -> &Id {
        match self {
            Conflict::Edited { id, .. }
            | Conflict::Missing { id }
            | Conflict::Failed { id, .. }
            | Conflict::OutOfOrder { id, .. } => id,
        }
    }

    /// A word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Conflict::Edited { .. } => "edited",
            Conflict::Missing { .. } => "missing",
            Conflict::Failed { .. } => "failed",
            Conflict::OutOfOrder { .. } => "out_of_order",
        }
    }

    pub(super) fn help(&self) -> String {
        match self {
            Conflict::Edited { id, .. } => {
                format!("restore {}.rs as it was applied, and put the change into a new migration", id.name)
            }
            Conflict::Missing { id } => {
                format!(
                    "restore {}.rs; or, if it is the last of the module, take it back with the stored way down: \
                     db:rollback {}",
                    id.name, id.module
                )
            }
            Conflict::Failed { id, .. } => {
                format!("see what is in with db:history, and mend the database before {id} goes on")
            }
            Conflict::OutOfOrder { id, .. } => format!(
                "put it behind what is applied with db:rebase {}, or run it as it is with --allow-out-of-order",
                id.module
            ),
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Conflict::Edited { id, recorded, found } => {
                write!(f, "{id} was edited after it was applied: checksum {recorded} then, {found} now")
            }
            Conflict::Missing { id } => write!(f, "{id} is applied, and there is no file for it"),
            Conflict::Failed { id, direction, step, of } => {
                let back = match direction {
                    Direction::Up => "",
                    Direction::Down => " on the way back",
                };
                write!(f, "{id} stopped{back} at step {step} of {of}")
            }
            Conflict::OutOfOrder { id, applied } => {
                write!(f, "{id} is pending, but {applied}, which follows it, is applied")
            }
        }
    }
}
