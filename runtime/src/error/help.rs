//! What to do next, for each error.

use super::conflict::{goes_on, way_on};
use super::{Conflict, Error, StepFailure, join};
use crate::dialect::{DatabaseError, DatabaseErrorKind};
use crate::migration::Direction;

impl Error {
    /// What to do next, several lines where there are several ways on.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::Database { source, .. } => source.help.clone(),
            Error::Locked { source, .. } => {
                let more = "give it more time with --wait SECONDS".to_owned();
                Some(source.help.as_ref().map_or(more.clone(), |help| format!("{help}\n{more}")))
            }
            Error::Step { at, source } => Some(step_help(at, source)),
            Error::Cancelled { at } => Some(cancelled_help(at.as_deref())),
            Error::Expectation { at, name, .. } => {
                let mut help = format!(
                    "the live `{name}` was changed outside the migrations (db:drift shows how): undo that, or generate the migration again"
                );
                if at.committed > 0 {
                    help = format!("{help}\n{}", at.way_on());
                }
                Some(help)
            }
            Error::InDoubt { at, .. } => Some(format!(
                "it may be in the database, or not: look\nwhen it is: db:repair {id} --resume after --reason \"…\"\n\
                 when it is not: db:repair {id} --resume at --reason \"…\"\nthen run the command again; or {by_hand}",
                id = at.id,
                by_hand = way_on(&at.id, at.direction, at.target, &at.what_is_in())
            )),
            Error::History(conflicts) => {
                Some(conflicts.iter().map(Conflict::help).collect::<Vec<_>>().join("\n"))
            }
            Error::NewerHistory { .. } => Some("use the release that wrote it, or a newer one".to_owned()),
            Error::BrokenHistory { .. } => {
                Some("compare strobila_migrations with strobila_journal, which is only ever added to".to_owned())
            }
            Error::BadStatement { at, .. } => Some(format!("correct this statement in {}.rs", at.id.name)),
            Error::TargetMissing { id, target, .. } => Some(format!(
                "is it the right database? db:target add {target} writes what begins {} there",
                id.module
            )),
            Error::HazardNotAccepted(_) => Some(
                "add `.accept(Hazard::DataLoss, \"why\")` to the step that drops it, where a reviewer sees it".to_owned(),
            ),
            Error::LossNotAccepted(_) => Some("say that this may be lost with --accept-loss".to_owned()),
            Error::Irreversible { .. } => Some("undo it with a new migration".to_owned()),
            Error::InUse { by, .. } => by
                .iter()
                .max_by(|a, b| a.name.cmp(&b.name))
                .map(|last| format!("roll those back first: db:rollback {}", last.module)),
            Error::NoWayDown { id, .. } => Some(format!("restore {}.rs", id.name)),
            Error::TooMany { module, .. } => Some(format!("see what is applied: db:status {module}")),
            Error::NotApplied { id } => Some(format!("see what is applied: db:status {}", id.module)),
            Error::UnknownModule { known, .. } if known.is_empty() => {
                Some("no module is named in the tool's main".to_owned())
            }
            Error::UnknownModule { known, .. } => Some(format!("the modules are {}", join(known))),
            Error::UnknownMigration { .. } => Some("see db:status".to_owned()),
            Error::AmbiguousMigration { name, modules } => {
                modules.first().map(|module| format!("say which: {module}/{name}"))
            }
            Error::Duplicate { .. } => Some("rename one of the two".to_owned()),
            Error::Cycle(_) => Some("correct `.after` or `.requires` in one of the files".to_owned()),
            Error::UnknownRequirement { requires, .. } => {
                Some(format!("add the module `{}` to the tool's main, or restore {}.rs", requires.module, requires.name))
            }
            Error::RenameConflict { from, .. } => {
                Some(format!("an older release ran after the rename: compare both with db:history {from}"))
            }
            Error::NotCurrent(_) => Some("run db:migrate".to_owned()),
            Error::Moved { id } => {
                Some(format!("look at db:status {}, then say again what to do", id.module))
            }
            Error::NotRepairable { help, .. } => Some(help.clone()),
            Error::NoReason { .. } => Some("say why: --reason \"…\"".to_owned()),
            Error::Operations { id, .. } => Some(format!("restore the operations at the end of {}.rs", id.name)),
        }
    }
}

fn cancelled_help(at: Option<&StepFailure>) -> String {
    let Some(at) = at else { return "nothing was begun; run it again".to_owned() };
    let again = match at.direction {
        Direction::Up => "db:migrate",
        Direction::Down => "db:rollback",
    };
    if let Some(staying) = at.what_stays() {
        return format!("{staying}\n{}", way_on(&at.id, at.direction, at.target, &at.what_is_in()));
    }
    match at.committed {
        0 => format!("nothing of it is in the database; {again} runs it from the beginning"),
        _ => way_on(&at.id, at.direction, at.target, &at.what_is_in()),
    }
}

fn step_help(at: &StepFailure, source: &DatabaseError) -> String {
    let mut lines: Vec<String> = source.help.iter().cloned().collect();
    let back = match at.direction {
        Direction::Up => "db:migrate",
        Direction::Down => "db:rollback",
    };
    if source.kind == DatabaseErrorKind::ConnectionLost {
        // The server may have committed, and only its answer was lost. The next run reads it back.
        lines.push(format!(
            "run {back} again: it goes on from what is in the database; db:status {} shows it",
            at.id.module
        ));
    } else if let Some(staying) = at.what_stays() {
        lines.push(staying);
        lines.push(at.way_on());
    } else if at.committed == 0 {
        lines.push(match at.direction {
            Direction::Up => format!("nothing of it is in the database; correct it and run {back} again"),
            Direction::Down => format!("the database is as it was; correct it and run {back} again"),
        });
        // 42P07 and 42710 are PostgreSQL's; SQLite has only words.
        let is_there = matches!(source.code.as_deref(), Some("42P07" | "42710"))
            || source.message.contains("already exists");
        if at.direction == Direction::Up && is_there {
            lines.push(format!(
                "if the database had it before strobila, db:baseline {} marks it as applied once it is proven equal",
                at.id.module
            ));
        }
    } else {
        lines.push(at.way_on());
    }
    lines.join("\n")
}

impl StepFailure {
    /// What the step that failed leaves behind; none when it leaves nothing.
    pub(crate) fn what_stays(&self) -> Option<String> {
        let known = |staying| match staying {
            1 => "what its first statement did stays, what the second did does not".to_owned(),
            _ => format!(
                "what its first {staying} statements did stays, what statement {} did does not",
                staying + 1
            ),
        };
        let staying = self.is_outside.then_some(self.staying)?;
        let what = staying.map_or_else(
            || "what it did before it failed stays (on PostgreSQL an invalid index, for one)".to_owned(),
            known,
        );
        Some(format!("step {} runs outside any transaction: {what}", self.step))
    }

    /// How to go on when a part of it is in.
    fn way_on(&self) -> String {
        let by_hand = way_on(&self.id, self.direction, self.target, &self.what_is_in());
        format!("{}\nor by hand, {by_hand}", goes_on(&self.id, self.direction))
    }

    /// What of the migration is in the database.
    fn what_is_in(&self) -> String {
        let steps = match self.committed {
            0 => None,
            1 => Some("step 1".to_owned()),
            done => Some(format!("steps 1 to {done}")),
        };
        let statements = match self.staying.filter(|_| self.is_outside) {
            Some(1) => Some(format!("statement 1 of step {}", self.step)),
            Some(count) if count > 1 => Some(format!("statements 1 to {count} of step {}", self.step)),
            Some(_) => None,
            None if self.is_outside => Some(format!("a part of step {}", self.step)),
            None => None,
        };
        let all: Vec<String> = steps.into_iter().chain(statements).collect();
        format!("in the database: {}", all.join(" and "))
    }
}
