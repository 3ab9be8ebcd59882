//! Ways in which history and files disagree.

use std::fmt;

use super::Id;
use crate::Target;
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
        /// On which kind of database.
        target: Target,
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
    /// It stopped part of the way, and what had run by then was changed in the file since.
    ChangedBelow {
        /// The migration.
        id: Id,
        /// Which way it went.
        direction: Direction,
        /// The step that is another one, counted from 1.
        step: usize,
        /// Its statement, counted from 1; none when the step, or one before it, is.
        statement: Option<usize>,
    },
    /// History and journal disagree: a row of one of them was edited or removed by hand.
    JournalDiffers {
        /// The migration.
        id: Id,
        /// Whether the history says that it is applied.
        in_history: bool,
        /// The last event of the journal that says whether it is in.
        journal: Option<String>,
    },
}

impl Conflict {
    /// The migration it concerns.
    pub fn id(&self) -> &Id {
        match self {
            Conflict::Edited { id, .. }
            | Conflict::Missing { id }
            | Conflict::Failed { id, .. }
            | Conflict::OutOfOrder { id, .. }
            | Conflict::ChangedBelow { id, .. }
            | Conflict::JournalDiffers { id, .. } => id,
        }
    }

    /// A word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Conflict::Edited { .. } => "edited",
            Conflict::Missing { .. } => "missing",
            Conflict::Failed { .. } => "failed",
            Conflict::OutOfOrder { .. } => "out_of_order",
            Conflict::ChangedBelow { .. } => "changed_below",
            Conflict::JournalDiffers { .. } => "journal_differs",
        }
    }

    /// The command that goes on, for a migration that stopped part of the way.
    pub fn goes_on(&self) -> Option<String> {
        match self {
            Conflict::Failed { id, direction, .. } => Some(command(id, *direction)),
            Conflict::Edited { .. }
            | Conflict::Missing { .. }
            | Conflict::OutOfOrder { .. }
            | Conflict::ChangedBelow { .. }
            | Conflict::JournalDiffers { .. } => None,
        }
    }

    pub(super) fn help(&self) -> String {
        match self {
            Conflict::Edited { id, .. } => {
                format!(
                    "restore {0}.rs as it was applied, and put the change into a new migration\n\
                     or, when the database is what the file says now, db:repair {1} --accept-checksum --reason \"…\"\n\
                     or another branch wrote one of the same name, and its is applied here: roll it back on that \
                     branch, or delete {0}.rs of this one, merge the other, and run db:generate {2}",
                    id.name, id, id.module
                )
            }
            Conflict::Missing { id } => {
                format!(
                    "restore {0}.rs; or, if it is the last of the module, take it back with the stored way down: \
                     db:rollback {1}\n\
                     or, when nothing of it is to be kept in the history, db:repair {2} --remove --reason \"…\"",
                    id.name, id.module, id
                )
            }
            Conflict::Failed { id, direction, target, step, of } => {
                let is_in = match step.saturating_sub(1) {
                    0 => "no whole step is in".to_owned(),
                    before => format!("steps 1 to {before} of {of} are in"),
                };
                let by_hand = way_on(id, *direction, *target, &is_in);
                format!("{}\nor by hand, {by_hand}", goes_on(id, *direction))
            }
            Conflict::OutOfOrder { id, .. } => format!(
                "plan it again behind what is applied: db:rebase {} --mine {}\n\
                 or run it as it is with --allow-out-of-order, which writes .out_of_order() into its file",
                id.module, id.name
            ),
            Conflict::ChangedBelow { id, .. } => format!(
                "restore what {}.rs held of it: it is in the database; what comes after it may be changed",
                id.name
            ),
            Conflict::JournalDiffers { id, .. } => format!(
                "look at the database: when what {0} makes is in it, db:repair {0} --mark-applied --reason \"…\"\n\
                 when it is not, db:repair {0} --mark-rolled-back --reason \"…\"",
                id
            ),
        }
    }
}

/// What goes on with a migration that stopped part of the way.
pub(super) fn goes_on(id: &Id, direction: Direction) -> String {
    let command = command(id, direction);
    format!("{command} goes on where it stopped; from there on {}.rs may be corrected", id.name)
}

fn command(id: &Id, direction: Direction) -> String {
    match direction {
        Direction::Up => format!("db:migrate {}", id.module),
        Direction::Down => format!("db:rollback {}", id.module),
    }
}

/// The way on by hand after a stop between two transactions.
///
/// `is_in` says what of it is in the database.
pub(super) fn way_on(id: &Id, direction: Direction, target: Target, is_in: &str) -> String {
    let Id { module, name } = id;
    let repair = |flag: &str| format!("db:repair {module}/{name} {flag} --reason \"…\"");
    let (applied, gone) = (repair("--mark-applied"), repair("--mark-rolled-back"));
    let (flag, done, undone) = match direction {
        Direction::Up => ("", applied, gone),
        Direction::Down => (" --down", gone, applied),
    };
    format!(
        "{is_in} (db:show {id} --target {target}{flag}): run the others by hand, then\n  {done}\nor undo those that are in, then\n  \
         {undone}"
    )
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Conflict::Edited { id, recorded, found } => {
                write!(f, "{id} was edited after it was applied: checksum {recorded} then, {found} now")
            }
            Conflict::Missing { id } => write!(f, "{id} is applied, and there is no file for it"),
            Conflict::Failed { id, direction, step, of, .. } => {
                let back = match direction {
                    Direction::Up => "",
                    Direction::Down => " on the way back",
                };
                write!(f, "{id} stopped{back} at step {step} of {of}")
            }
            Conflict::OutOfOrder { id, applied } => {
                write!(f, "{id} is pending, but {applied}, which follows it, is applied")
            }
            Conflict::ChangedBelow { id, direction, step, statement } => {
                let back = match direction {
                    Direction::Up => "",
                    Direction::Down => " on the way back",
                };
                let what = match statement {
                    Some(statement) => format!("statement {statement} of step {step} ran"),
                    None => format!("what ran up to step {step}"),
                };
                let was = if statement.is_some() { ", and" } else { "" };
                write!(f, "{id} stopped part of the way{back}: {what}{was} was changed in its file since")
            }
            Conflict::JournalDiffers { id, in_history, journal } => {
                let history = if *in_history { "says that it is applied" } else { "has no row of it" };
                let journal = match journal {
                    Some(event) => format!("the journal's last word is `{event}`"),
                    None => "the journal knows nothing of it".to_owned(),
                };
                write!(f, "{id}: the history {history}, and {journal}; a row was edited or removed by hand")
            }
        }
    }
}
