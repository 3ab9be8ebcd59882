//! Answers given on the command line.

use std::collections::{BTreeMap, BTreeSet};

use strobila::__private::nearest;
use strobila::Target;
use strobila::schema::{Name, Sql};

use super::Sides;

/// Answers given on the command line, keyed by what they are about: `author.fax`, `author`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--rename old=new`
    pub renames: BTreeMap<String, String>,
    /// `--drop subject="reason"`
    pub drops: BTreeMap<String, String>,
    /// `--fill table.column="expression"`
    pub fills: BTreeMap<String, String>,
    /// `--fill-down table.column="expression"`
    pub fill_downs: BTreeMap<String, String>,
    /// `--move table=module`
    pub moves: BTreeMap<String, String>,
    /// Those that a migration holds from the time it was generated, `--drop author.fax`: one that answers
    /// nothing any more is no mistake.
    pub recorded: BTreeSet<String>,
}

/// A flag that cannot be meant so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadFlag {
    /// What is wrong with it.
    pub message: String,
    /// The way on.
    pub help: String,
}

impl BadFlag {
    pub(super) fn not_new(flag: &str, subject: &str, new: &str, candidates: &[String]) -> Self {
        let help = if candidates.is_empty() {
            "nothing new is there that it could be".to_owned()
        } else {
            format!("what is new: {}", candidates.join(", "))
        };
        BadFlag { message: format!("`{flag} {subject}={new}` names nothing new in the models"), help }
    }
}

impl Flags {
    /// What `--fill` says of a column: one text, or one for each target that it names.
    pub(super) fn fill(fills: &BTreeMap<String, String>, subject: &str) -> Option<Sql> {
        if let Some(text) = fills.get(subject) {
            return Some(Sql::from(text.as_str()));
        }
        let text = |target: Target| Some((target, fills.get(&format!("{target}:{subject}"))?.clone()));
        let texts: BTreeMap<Target, String> = Target::ALL.into_iter().filter_map(text).collect();
        (!texts.is_empty()).then_some(Sql::PerTarget(texts))
    }

    /// Reads the values of each flag, `subject=text`.
    ///
    /// # Errors
    /// [`BadFlag`] for a value without `=`, one without a text, or a subject that is answered twice.
    pub fn parse(
        renames: &[String],
        drops: &[String],
        fills: &[String],
        fill_downs: &[String],
        moves: &[String],
    ) -> Result<Self, BadFlag> {
        Ok(Flags {
            renames: pairs("--rename", "author.name=full_name", renames)?,
            drops: pairs("--drop", "author.fax=\"nobody has a fax\"", drops)?,
            fills: pairs("--fill", "author.country=\"'DE'\"", fills)?,
            fill_downs: pairs("--fill-down", "author.country=\"'DE'\"", fill_downs)?,
            moves: pairs("--move", "author=blog", moves)?,
            recorded: BTreeSet::new(),
        })
    }

    /// Every flag must have been of use: one that names nothing is a slip of the pen.
    pub(super) fn check_used(&self, used: &BTreeSet<String>, sides: &Sides<'_>) -> Result<(), BadFlag> {
        let all = [
            ("--rename", &self.renames),
            ("--drop", &self.drops),
            ("--fill", &self.fills),
            ("--move", &self.moves),
        ];
        for (kind, flags) in all {
            let idle = flags.keys().find(|subject| {
                let flag = format!("{kind} {subject}");
                !used.contains(&flag) && !self.recorded.contains(&flag)
            });
            if let Some(subject) = idle {
                return Err(unused(kind, subject, sides));
            }
        }
        Ok(())
    }
}

fn pairs(flag: &str, example: &str, values: &[String]) -> Result<BTreeMap<String, String>, BadFlag> {
    let mut pairs = BTreeMap::new();
    for value in values {
        let bad = |message: String| BadFlag { message, help: format!("write it as `{flag} {example}`") };
        let (subject, text) =
            value.split_once('=').ok_or_else(|| bad(format!("`{flag} {value}` says no more than a name")))?;
        let (subject, text) = (subject.trim(), text.trim());
        if subject.is_empty() || text.is_empty() {
            return Err(bad(format!("`{flag} {value}` has an empty side")));
        }
        if pairs.insert(subject.to_owned(), text.to_owned()).is_some() {
            return Err(bad(format!("`{flag} {subject}` is given twice")));
        }
    }
    Ok(pairs)
}

fn unused(kind: &str, subject: &str, sides: &Sides<'_>) -> BadFlag {
    let message = format!("`{kind} {subject}=…` answers no question: nothing of that name is open");
    let schemas = [sides.prev, sides.next];
    let tables = schemas.iter().flat_map(|schema| schema.tables.values());
    let mut known: BTreeSet<String> = BTreeSet::new();
    for table in tables {
        known.insert(table.name.to_string());
        known.extend(table.columns.iter().map(|column| path(&table.name, &column.name)));
    }
    let help = match nearest(subject, known.iter().map(String::as_str)) {
        Some(near) if near != subject => format!("did you mean `{near}`?"),
        _ => "leave the flag out".to_owned(),
    };
    BadFlag { message, help }
}

/// `author.fax`
pub(crate) fn path(owner: &Name, item: &str) -> String {
    format!("{owner}.{item}")
}
