//! Any two schemas side by side: what `db:diff` shows.

use std::collections::{BTreeMap, BTreeSet};

use strobila::Target;
use strobila::dialect::{Dialect, Session, Unit, Unsupported, dialect};
use strobila::model::{Hints, Places};
use strobila::operation::Plan;
use strobila::schema::{Name, Schema};

use crate::decide::{Flags, Sides, Undecided, decide};
use crate::diff::{Renames, diff, diff_in_place};
use crate::live;
use crate::questioner::{Answer, Question, Questioner, Unanswered};

/// One side of a comparison.
pub enum Side {
    /// Models or migrations: portable.
    Portable(Schema),
    /// A live database: normalised for it, with the session it was read from.
    Live(Box<dyn Session>, Schema),
}

impl Side {
    /// The database that the side speaks for; none for a portable one.
    pub fn target(&self) -> Option<Target> {
        match self {
            Side::Portable(_) => None,
            Side::Live(session, _) => Some(session.dialect().target()),
        }
    }
}

/// What leads from one side to the other.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The plan: of one target when a side is live or SQL was asked for, else portable.
    pub plan: Plan,
    /// Its statements, when the plan is one of a target.
    pub units: Option<Vec<Unit>>,
    /// Drops that may be renames, each with the flag that says so.
    pub maybe_renames: Vec<Question>,
    /// Tables of a live side that were left out, since the other side does not name them.
    pub left_out: Vec<String>,
}

/// Why two sides cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// Two databases of different kinds.
    #[error("the two sides are databases of different kinds, {0} and {1}")]
    Kinds(Target, Target),
    /// What the target cannot do.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Unsupported(Vec<Unsupported>),
    /// A flag that names nothing.
    #[error(transparent)]
    Undecided(#[from] Undecided),
    /// A server failed.
    #[error(transparent)]
    Database(#[from] strobila::dialect::DatabaseError),
}

/// Compares two sides. `target` says for which database, when neither side is live; none keeps a
/// portable plan.
///
/// An unanswered rename is a drop and an add here, and is named in the answer.
///
/// # Errors
/// [`CompareError`].
pub async fn compare(
    from: &mut Side,
    to: &mut Side,
    target: Option<Target>,
    flags: &Flags,
) -> Result<Difference, CompareError> {
    compare_only(from, to, target, flags, None).await
}

/// The same, of the tables and enums in `only`; of all without it.
///
/// # Errors
/// [`CompareError`].
pub async fn compare_only(
    from: &mut Side,
    to: &mut Side,
    target: Option<Target>,
    flags: &Flags,
    only: Option<&BTreeSet<Name>>,
) -> Result<Difference, CompareError> {
    let target = match (from.target(), to.target()) {
        (Some(one), Some(other)) if one != other => return Err(CompareError::Kinds(one, other)),
        (one, other) => one.or(other).or(target),
    };
    let speaker = target.map(dialect);
    let (mut prev, mut next) = (normal(from, speaker)?, normal(to, speaker)?);
    if let Some(only) = only {
        for schema in [&mut prev, &mut next] {
            schema.tables.retain(|name, _| only.contains(name));
            schema.enums.retain(|name, _| only.contains(name));
        }
    }
    let flags = match speaker {
        Some(dialect) if dialect.folds_columns() => &with_spellings(flags, &prev, &next, dialect),
        Some(_) | None => flags,
    };
    let mut left_out = Vec::new();
    match (&from, &to) {
        // Only tables that the models name are compared with a live database.
        (Side::Live(..), Side::Portable(_)) => left_out = keep_named(&mut prev, &next, flags),
        (Side::Portable(_), Side::Live(..)) => left_out = keep_named(&mut next, &prev, flags),
        (Side::Live(..), Side::Live(..)) if !speaker.is_some_and(Dialect::names_uniques) => {
            share_unique_names(&mut prev, &next);
        }
        (Side::Live(..), Side::Live(..)) | (Side::Portable(_), Side::Portable(_)) => {}
    }
    let (renames, maybe_renames) = renames(&prev, &next, flags)?;
    if let Some(dialect) = speaker {
        match (&from, &to) {
            (Side::Live(..), Side::Portable(_)) => live::keep_unsaid(dialect, &prev, &mut next, &renames),
            (Side::Portable(_), Side::Live(..)) => {
                live::keep_unsaid(dialect, &next, &mut prev, &renames.inverse())
            }
            (Side::Live(..), Side::Live(..)) | (Side::Portable(_), Side::Portable(_)) => {}
        }
    }
    match (&mut *from, &mut *to) {
        (Side::Live(session, _), _) => prev = live::settle(session.as_mut(), &prev, &next).await?,
        (_, Side::Live(session, _)) => next = live::settle(session.as_mut(), &next, &prev).await?,
        _ => {}
    }
    if let Some(dialect) = speaker {
        prev = live::related(dialect, prev, &next, &renames);
    }
    let plan = match (&from, &to) {
        (Side::Live(..), Side::Live(..)) if speaker.is_some_and(Dialect::has_places) => {
            diff_in_place(&prev, &next, &renames)
        }
        _ => diff(&prev, &next, &renames),
    };
    let units = match speaker {
        Some(dialect) => Some(dialect.render(&plan).map_err(|one| CompareError::Unsupported(vec![one]))?),
        None => None,
    };
    Ok(Difference { plan, units, maybe_renames, left_out })
}

fn normal(side: &Side, dialect: Option<&'static dyn Dialect>) -> Result<Schema, CompareError> {
    match (side, dialect) {
        (Side::Live(_, schema), _) => Ok(schema.clone()),
        (Side::Portable(schema), None) => Ok(schema.clone()),
        (Side::Portable(schema), Some(dialect)) => {
            dialect.normalize(schema).map_err(CompareError::Unsupported)
        }
    }
}

/// Keeps of a live database what the other side names; says which tables that leaves out.
pub(crate) fn keep_named(live: &mut Schema, named: &Schema, flags: &Flags) -> Vec<String> {
    let is_named = |old: &str| named.tables.keys().any(|name| name.to_string() == old);
    let is_renamed = |name: &Name| {
        let mut renames = flags.renames.iter();
        renames.any(|(old, new)| *old == name.to_string() || (*new == name.name && is_named(old)))
    };
    let is_foreign = |name: &&Name| !named.tables.contains_key(name) && !is_renamed(name);
    let is_ours = |name: &&Name| name.name.starts_with("strobila_");
    let left_out = live.tables.keys().filter(is_foreign).filter(|name| !is_ours(name));
    let left_out = left_out.map(ToString::to_string).collect();
    live.tables.retain(|name, _| named.tables.contains_key(name) || is_renamed(name));
    live.enums.retain(|name, _| named.enums.contains_key(name) || is_renamed(name));
    left_out
}

/// The flags, and a rename for every name that the other side only spells in other letters.
pub(crate) fn with_spellings(flags: &Flags, prev: &Schema, next: &Schema, dialect: &dyn Dialect) -> Flags {
    let mut flags = flags.clone();
    let is_spelling = |one: &str, other: &str| one != other && one.eq_ignore_ascii_case(other);
    for (name, old) in &prev.tables {
        let mut spellings = next.tables.values().filter(|new| is_spelling(&name.name, &new.name.name));
        let new = match next.tables.get(name) {
            Some(new) => new,
            None => match spellings.next().filter(|_| dialect.folds_names()) {
                Some(new) => {
                    flags.renames.entry(name.to_string()).or_insert_with(|| new.name.name.clone());
                    flags.recorded.insert(format!("--rename {name}"));
                    new
                }
                None => continue,
            },
        };
        for column in old.columns.iter().filter(|column| new.column(&column.name).is_none()) {
            if let Some(to) = new.columns.iter().find(|to| is_spelling(&column.name, &to.name)) {
                let from = format!("{name}.{}", column.name);
                flags.recorded.insert(format!("--rename {from}"));
                flags.renames.entry(from).or_insert_with(|| to.name.clone());
            }
        }
    }
    flags
}

/// Names of unique constraints as the other side has them: they stand in the text of a table alone, often
/// not even there, and no statement needs them.
fn share_unique_names(prev: &mut Schema, next: &Schema) {
    for (name, wanted) in &next.tables {
        let Some(table) = prev.tables.get(name).filter(|table| table.uniques != wanted.uniques) else {
            continue;
        };
        let mut uniques = table.uniques.clone();
        for unique in wanted.uniques.values().filter(|unique| !table.uniques.contains_key(&unique.name)) {
            let old = table
                .uniques
                .values()
                .find(|old| old.columns == unique.columns && !wanted.uniques.contains_key(&old.name));
            if let Some(old) = old {
                uniques.remove(&old.name);
                uniques.insert(unique.name.clone(), unique.clone());
            }
        }
        if let Some(table) = prev.tables.get_mut(name) {
            table.uniques = uniques;
        }
    }
}

/// The renames that the flags say, and what may be one besides.
pub(crate) fn renames(
    prev: &Schema,
    next: &Schema,
    flags: &Flags,
) -> Result<(Renames, Vec<Question>), Undecided> {
    let owners = |schema: &Schema| -> BTreeMap<Name, String> {
        let names = schema.tables.keys().chain(schema.enums.keys());
        names.map(|name| (name.clone(), String::new())).collect()
    };
    let mut questioner = DropAndAdd::default();
    let sides = Sides {
        prev,
        next,
        prev_owner: &owners(prev),
        next_owner: &owners(next),
        hints: &Hints::default(),
        places: &Places::default(),
        wanted: &[String::new()].into(),
    };
    let decisions = decide(&sides, flags, &mut questioner)?;
    Ok((decisions.renames, questioner.asked))
}

/// Answers every question with what happens when nobody decides; remembers possible renames.
#[derive(Default)]
struct DropAndAdd {
    asked: Vec<Question>,
}

impl Questioner for DropAndAdd {
    fn choose(&mut self, question: &Question) -> Result<Answer, Unanswered> {
        if question.options.iter().any(|option| option.flag.starts_with("--rename")) {
            self.asked.push(question.clone());
        }
        let last = question.options.len().saturating_sub(1);
        Ok(Answer { choice: last, text: Some("not decided".to_owned()) })
    }

    fn type_in(&mut self, _text: &str) -> Result<String, Unanswered> {
        Err(Unanswered::Open)
    }

    fn is_person(&self) -> bool {
        false
    }
}
