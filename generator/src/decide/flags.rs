//! Answers given on the command line.

use std::collections::{BTreeMap, BTreeSet};

use strobila::__private::nearest;
use strobila::Target;
use strobila::schema::{Name, Sql};

use super::{FAIL, Sides};
use crate::questioner::Question;

/// Answers given on the command line, keyed by what they are about: `author.fax`, `author`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--rename old=new`
    pub renames: BTreeMap<String, String>,
    /// `--drop subject="reason"`
    pub drops: BTreeMap<String, String>,
    /// `--convert table.column="reason"`
    pub conversions: BTreeMap<String, String>,
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
    /// What `--fill` says of a column: one text, and one for each target that it names.
    pub(crate) fn fill(fills: &BTreeMap<String, String>, subject: &str) -> Option<Sql> {
        let read = Self::fill_keys(fills, subject);
        if read.values().all(|key| key == subject) {
            return fills.get(subject).map(|text| Sql::from(text.as_str()));
        }
        let text = |(target, key): (Target, String)| Some((target, fills.get(&key)?.clone()));
        Some(Sql::PerTarget(read.into_iter().filter_map(text).collect()))
    }

    /// The key of what `--fill` says of a column on each target. One that takes the text of another target
    /// is left out.
    pub(super) fn fill_keys(fills: &BTreeMap<String, String>, subject: &str) -> BTreeMap<Target, String> {
        let own = |target| Some(format!("{target}:{subject}")).filter(|key: &String| fills.contains_key(key));
        let common = || fills.contains_key(subject).then(|| subject.to_owned());
        let key = |target: Target| match own(target) {
            None if target.fallback().and_then(own).is_some() => None,
            None => Some((target, common()?)),
            Some(key) => Some((target, key)),
        };
        Target::ALL.into_iter().filter_map(key).collect()
    }

    /// Reads the values of each flag, `subject=text`.
    ///
    /// # Errors
    /// [`BadFlag`] for a value without `=`, one without a text, a subject that is answered twice, or a
    /// target that is none.
    pub fn parse(
        renames: &[String],
        drops: &[String],
        conversions: &[String],
        fills: &[String],
        fill_downs: &[String],
        moves: &[String],
    ) -> Result<Self, BadFlag> {
        Ok(Flags {
            renames: pairs("--rename", "author.name=full_name", renames)?,
            drops: pairs("--drop", "author.fax=\"nobody has a fax\"", drops)?,
            conversions: pairs("--convert", "visit.count=\"all of them are numbers\"", conversions)?,
            fills: on_targets("--fill", pairs("--fill", "author.country=\"'DE'\"", fills)?)?,
            fill_downs: on_targets(
                "--fill-down",
                pairs("--fill-down", "author.country=\"'DE'\"", fill_downs)?,
            )?,
            moves: pairs("--move", "author=blog", moves)?,
            recorded: BTreeSet::new(),
        })
    }

    /// Every flag must have been of use: one that names nothing is a slip of the pen.
    pub(super) fn check_used(
        &self,
        used: &BTreeSet<String>,
        sides: &Sides<'_>,
        open: &[Question],
    ) -> Result<(), BadFlag> {
        let all = [
            ("--rename", &self.renames),
            ("--drop", &self.drops),
            ("--convert", &self.conversions),
            ("--fill", &self.fills),
            ("--move", &self.moves),
        ];
        for (kind, flags) in all {
            let idle = flags.iter().find(|(subject, _)| {
                let flag = format!("{kind} {subject}");
                !used.contains(&flag) && !self.recorded.contains(&flag)
            });
            if let Some(flag) = idle {
                return Err(unused(kind, flag, sides, open));
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

/// Fills whose targets there are, and of which `fail` stands alone.
fn on_targets(flag: &str, fills: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, BadFlag> {
    for (key, text) in &fills {
        if flag == "--fill-down" && text == FAIL {
            return Err(BadFlag {
                message: format!("`{flag} {key}={FAIL}` says nothing that rows could get on the way down"),
                help: format!("give an expression: {flag} {key}=\"expression\""),
            });
        }
        let Some((target, subject)) = key.split_once(':') else { continue };
        let words = Target::ALL.map(Target::as_str);
        if !words.contains(&target) {
            let help = match nearest(target, words) {
                Some(near) => format!("did you mean `{near}:{subject}`?"),
                None => format!("there are: {}", words.join(", ")),
            };
            return Err(BadFlag { message: format!("`{flag} {key}=…` names no target"), help });
        }
        if let Some(key) = [key, subject].into_iter().find(|key| fills.get(*key).is_some_and(|it| it == FAIL))
        {
            return Err(BadFlag {
                message: format!("`{flag} {key}={FAIL}` says it of one target, and it is for all of them"),
                help: format!("say `{flag} {subject}={FAIL}` alone, or an expression for each target"),
            });
        }
    }
    Ok(fills)
}

fn unused(kind: &str, (subject, text): (&String, &String), sides: &Sides<'_>, open: &[Question]) -> BadFlag {
    // It is about the right thing, and says what cannot be.
    if let Some(question) = open.iter().find(|question| question.subject == *subject) {
        let flags: Vec<&str> = question.options.iter().map(|option| option.flag.as_str()).collect();
        return BadFlag {
            message: format!("`{kind} {subject}={text}` does not answer what is open about {subject}"),
            help: format!("{}\nanswer it with {}", question.text, flags.join(", or ")),
        };
    }
    let message = format!("`{kind} {subject}=…` answers no question: nothing of that name is open");
    let schemas = [sides.prev, sides.next];
    let tables = schemas.iter().flat_map(|schema| schema.tables.values());
    let mut known: BTreeSet<String> = BTreeSet::new();
    for table in tables {
        known.insert(table.name.to_string());
        known.extend(table.columns.iter().map(|column| path(&table.name, &column.name)));
    }
    // A fill may name its target.
    let subject = subject.rsplit_once(':').map_or(subject.as_str(), |(_, subject)| subject);
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
