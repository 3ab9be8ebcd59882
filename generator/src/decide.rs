//! Decisions that models leave open: renames, drops, fills, moves.
//!
//! Each is answered by an attribute, a flag, or a person. What nobody answered is returned as a list
//! of questions, all at once.

mod columns;
mod fill;
mod flags;
mod guess;
mod hints;
mod tables;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::ptr;

use strobila::model::{Hints, Place, Places};
use strobila::schema::{Name, Schema, Sql};

use crate::diff::Renames;
use crate::questioner::{Answer, Choice, Nobody, Question, Questioner, Unanswered};

pub(crate) use fill::FAIL;
pub use fill::{down_fills, zero};
pub(crate) use flags::path;
pub use flags::{BadFlag, Flags};
pub use hints::wrong_hints;

/// What was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// What was renamed.
    pub renames: Renames,
    /// What existing rows get, by table and column of `next`.
    pub fills: Fills,
    /// Tables that another module takes over: from and to.
    pub moves: BTreeMap<Name, (String, String)>,
    /// Why values may go, by what loses them: `author.fax`, `author`, `status.archived`.
    pub reasons: BTreeMap<String, String>,
}

/// Expressions that fill columns, by table and column.
pub type Fills = BTreeMap<(Name, String), Sql>;

/// Why there are no decisions.
#[derive(Debug, thiserror::Error)]
pub enum Undecided {
    /// Nobody could be asked.
    #[error("{} open", plural(.0.len(), "decision is", "decisions are"))]
    Open(Vec<Question>),
    /// A person stopped, or the terminal failed.
    #[error(transparent)]
    Stopped(Unanswered),
    /// A flag that names nothing.
    #[error(transparent)]
    Flag(#[from] BadFlag),
}

fn plural(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// The two sides, and which module each table and enum is in.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// All modules before.
    pub prev: &'a Schema,
    /// All modules after.
    pub next: &'a Schema,
    /// The module of each table and enum before.
    pub prev_owner: &'a BTreeMap<Name, String>,
    /// The module of each table and enum after.
    pub next_owner: &'a BTreeMap<Name, String>,
    /// What the attributes say.
    pub hints: &'a Hints,
    /// Where the models say it.
    pub places: &'a Places,
    /// The modules whose decisions are wanted now.
    pub wanted: &'a BTreeSet<String>,
}

impl Sides<'_> {
    /// Whether a table or enum of `next` is in a module that is wanted now.
    fn wants(&self, name: &Name) -> bool {
        self.next_owner.get(name).is_some_and(|module| self.wanted.contains(module))
    }

    /// Whether a table or enum of `prev` is in a module that is wanted now.
    fn wanted_before(&self, name: &Name) -> bool {
        self.prev_owner.get(name).is_some_and(|module| self.wanted.contains(module))
    }
}

/// Settles every open decision between the two sides.
///
/// # Errors
/// [`Undecided::Open`] with every question that attributes, flags and `questioner` left open.
pub fn decide(
    sides: &Sides<'_>,
    flags: &Flags,
    questioner: &mut dyn Questioner,
) -> Result<Decisions, Undecided> {
    let mut asker = Asker { questioner, open: Vec::new(), used: BTreeSet::new() };
    let mut decisions = Decisions {
        renames: Renames::from_hints(sides.hints, sides.prev, sides.next),
        ..Decisions::default()
    };
    tables::said(sides, flags, &mut asker, &mut decisions)?;
    tables::moves(sides, flags, &mut asker, &mut decisions)?;
    tables::renames(sides, flags, &mut asker, &mut decisions)?;
    // What a flag renamed may hold columns that an attribute renames.
    decisions.renames.add_hints_within(sides.hints, sides.prev, sides.next);
    values::renames(sides, flags, &mut asker, &mut decisions)?;
    for (name, new) in &sides.next.tables {
        let old = decisions.renames.old_table(name).and_then(|old| sides.prev.tables.get(old));
        let Some(old) = old else { continue };
        // Equal tables are shared, and leave a choice only where columns give each other their names.
        let is_renamed_within = !flags.renames.is_empty() || !decisions.renames.columns.is_empty();
        if (ptr::eq(old, new) && !is_renamed_within) || !sides.wants(name) {
            continue;
        }
        columns::settle(sides, flags, &mut asker, &mut decisions, (old, new))?;
    }
    let Asker { open, used, .. } = asker;
    flags.check_used(&used, sides, &open)?;
    if open.is_empty() { Ok(decisions) } else { Err(Undecided::Open(open)) }
}

/// Asks, and notes what stays open and which flags were of use.
struct Asker<'a> {
    questioner: &'a mut dyn Questioner,
    open: Vec<Question>,
    used: BTreeSet<String>,
}

impl Asker<'_> {
    /// What `ask` would leave open if nobody could be asked. Flags that answer it are of use.
    fn suppose(
        &mut self,
        ask: impl FnOnce(&mut Asker<'_>) -> Result<(), Undecided>,
    ) -> Result<Vec<Question>, Undecided> {
        let mut nobody = Nobody::default();
        let mut asker =
            Asker { questioner: &mut nobody, open: Vec::new(), used: std::mem::take(&mut self.used) };
        let result = ask(&mut asker);
        let Asker { open, used, .. } = asker;
        self.used = used;
        result.map(|()| open)
    }

    /// The answer; none when the question stays open.
    fn ask(&mut self, question: Question) -> Result<Option<Answer>, Undecided> {
        match self.questioner.choose(&question) {
            Ok(answer) => Ok(Some(answer)),
            Err(Unanswered::Open) => {
                self.open.push(question);
                Ok(None)
            }
            Err(stopped) => Err(Undecided::Stopped(stopped)),
        }
    }

    /// What a flag says of `subject`.
    fn flag<'f>(
        &mut self,
        kind: &'static str,
        flags: &'f BTreeMap<String, String>,
        subject: &str,
    ) -> Option<&'f str> {
        let value = flags.get(subject)?;
        self.used.insert(format!("{kind} {subject}"));
        Some(value)
    }

    /// Notes that `--fill` of a column was of use, as far as a target reads it.
    fn use_fill(&mut self, flags: &Flags, subject: &str) {
        let read = Flags::fill_keys(&flags.fills, subject).into_values();
        self.used.extend(read.map(|key| format!("--fill {key}")));
    }

    /// Asks what became of something; none when that stays open.
    fn fate(&mut self, gone: Gone<'_>, flags: &Flags) -> Result<Option<Fate>, Undecided> {
        let Gone { subject, kind, candidates, reason, loss, place } = gone;
        if let Some(new) = self.flag("--rename", &flags.renames, &subject) {
            if candidates.iter().any(|candidate| candidate == new) {
                return Ok(Some(Fate::Renamed(new.to_owned())));
            }
            return Err(BadFlag::not_new("--rename", &subject, new, &candidates).into());
        }
        if let Some(reason) = self.flag("--drop", &flags.drops, &subject) {
            return Ok(Some(Fate::Dropped(reason.to_owned())));
        }
        let mut options: Vec<Choice> = candidates
            .iter()
            .map(|new| Choice {
                label: format!("it is called {new} now"),
                flag: format!("--rename {subject}={new}"),
                ..Choice::default()
            })
            .collect();
        options.push(Choice {
            label: format!("drop it: {loss}"),
            flag: format!("--drop {subject}=\"why\""),
            destructive: true,
            input: Some("why may it go?".to_owned()),
            ..Choice::default()
        });
        let text = format!("the {kind} {subject} is no longer in the models: what became of it?");
        let question = Question { subject: subject.clone(), text, reason, options, place };
        Ok(self.ask(question)?.map(|answer| match candidates.get(answer.choice) {
            Some(new) => Fate::Renamed(new.clone()),
            None => Fate::Dropped(answer.text.unwrap_or_default()),
        }))
    }
}

/// A question about something that is gone: what became of it, or that its values may go.
struct Gone<'a> {
    /// `author.fax`
    subject: String,
    /// `column`, `table`, `value`
    kind: &'a str,
    /// What is new and may be the same thing, best guess first, with the reason for the first.
    candidates: Vec<String>,
    reason: Option<String>,
    /// What is lost: `the values of author.fax are lost`.
    loss: String,
    place: Option<Place>,
}

/// What became of something that is gone.
enum Fate {
    Renamed(String),
    Dropped(String),
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod twice_tests;
