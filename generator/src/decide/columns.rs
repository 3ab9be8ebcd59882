//! Columns that are gone, and columns whose values a new type may not hold.

use strobila::schema::{Column, Conversion, Name, Sql, Table};

use super::fill::{self, fill};
use super::flags::path;
use super::guess::{likeness, ranked};
use super::{Asker, BadFlag, Decisions, Fate, Flags, Gone, Sides, Undecided};
use crate::questioner::{Choice, Question};

/// A table on both sides.
type Pair<'a> = (&'a Table, &'a Table);

/// Settles everything about the columns of one table. What an open answer would open in turn is among
/// the open questions too, so that one more run suffices.
pub(super) fn settle(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
    (old, new): Pair<'_>,
) -> Result<(), Undecided> {
    said(flags, asker, decisions, (old, new))?;
    let open = renames(sides, flags, asker, decisions, (old, new))?;
    let is_maybe_old = |column: &Column| open.iter().any(|gone| gone.candidates.contains(&column.name));
    for column in &new.columns {
        let before = before(decisions, (old, new), column);
        if let Some(before) = before {
            conversion(sides, flags, asker, decisions, &new.name, (before, column))?;
        }
        if before.is_some() || !is_maybe_old(column) {
            fill(sides, flags, asker, decisions, &new.name, (before, column))?;
        }
    }
    follow_ups(sides, flags, asker, (old, new), &open)
}

fn before<'a>(decisions: &Decisions, (old, new): Pair<'a>, column: &Column) -> Option<&'a Column> {
    old.column(decisions.renames.old_column(&new.name, &column.name)?)
}

/// Columns that a flag renames, whether their old name is still there or not.
fn said(
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
    (old, new): Pair<'_>,
) -> Result<(), Undecided> {
    for column in old.columns.iter().filter(|column| column.generated.is_none()) {
        let subject = path(&old.name, &column.name);
        let Some(to) = flags.renames.get(&subject) else { continue };
        let renames = &mut decisions.renames;
        let mut own =
            new.columns.iter().map(|other| renames.columns.get(&(new.name.clone(), other.name.clone())));
        // An attribute says it too.
        if own.any(|from| from == Some(&column.name)) {
            continue;
        }
        let is_free = |other: &&Column| {
            let key = (new.name.clone(), other.name.clone());
            other.generated.is_none() && other.name != column.name && !renames.columns.contains_key(&key)
        };
        let free: Vec<&Column> = new.columns.iter().filter(is_free).collect();
        if !free.iter().any(|other| other.name == *to) {
            let fresh = free.iter().filter(|other| old.column(&other.name).is_none());
            let fresh: Vec<String> = fresh.map(|other| other.name.clone()).collect();
            return Err(BadFlag::not_new("--rename", &subject, to, &fresh).into());
        }
        renames.columns.insert((new.name.clone(), to.clone()), column.name.clone());
        asker.flag("--rename", &flags.renames, &subject);
    }
    Ok(())
}

/// A column that is gone while nothing says what became of it.
struct Open<'a> {
    column: &'a Column,
    candidates: Vec<String>,
    /// The place of its question among those that are open.
    at: usize,
}

/// Settles columns that are gone; returns those that stay open.
fn renames<'a>(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
    (old, new): Pair<'a>,
) -> Result<Vec<Open<'a>>, Undecided> {
    let stays = |decisions: &Decisions, column: &Column| {
        new.columns
            .iter()
            .any(|other| before(decisions, (old, new), other).is_some_and(|one| one.name == column.name))
    };
    // A computed column holds nothing that could be lost.
    let gone: Vec<&Column> =
        old.columns.iter().filter(|column| !stays(decisions, column) && column.generated.is_none()).collect();
    let mut open = Vec::new();
    for column in gone {
        open.extend(one(sides, flags, asker, decisions, (old, new), column)?);
    }
    Ok(open)
}

fn one<'a>(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
    (old, new): Pair<'a>,
    column: &'a Column,
) -> Result<Option<Open<'a>>, Undecided> {
    let fresh = new
        .columns
        .iter()
        .filter(|other| before(decisions, (old, new), other).is_none() && other.generated.is_none());
    let (candidates, _) =
        ranked(fresh.map(|other| (column_likeness(column, other), other.name.clone())).collect());
    let subject = path(&old.name, &column.name);
    let reason = candidates.first().and_then(|best| reason(column, new.column(best)?));
    let place = candidates.first().and_then(|first| sides.places.get(&new.name, Some(first)));
    let gone = Gone {
        subject: subject.clone(),
        kind: "column",
        candidates: candidates.clone(),
        reason,
        loss: format!("the values of {subject} are lost"),
        place: place.or_else(|| sides.places.get(&new.name, None)),
    };
    match asker.fate(gone, flags)? {
        Some(Fate::Renamed(to)) => {
            decisions.renames.columns.insert((new.name.clone(), to), column.name.clone());
        }
        Some(Fate::Dropped(reason)) => {
            decisions.reasons.insert(subject, reason);
        }
        None => return Ok(Some(Open { column, candidates, at: asker.open.len() - 1 })),
    }
    Ok(None)
}

/// Puts what each answer to an open question opens in turn behind that answer. Where several columns are
/// gone, what new ones need if they are none of them is asked for by itself.
fn follow_ups(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    (old, new): Pair<'_>,
    open: &[Open<'_>],
) -> Result<(), Undecided> {
    let maybe_new = |column: &&Column| open.iter().any(|gone| gone.candidates.contains(&column.name));
    let maybe_new: Vec<&Column> = new.columns.iter().filter(maybe_new).collect();
    let nothing = &mut Decisions::default();
    for gone in open {
        // The candidates, and the drop behind them.
        for answer in 0..=gone.candidates.len() {
            let to = gone.candidates.get(answer);
            let then = asker.suppose(|asker| {
                if let Some(column) = to.and_then(|to| new.column(to)) {
                    conversion(sides, flags, asker, nothing, &new.name, (gone.column, column))?;
                    fill(sides, flags, asker, nothing, &new.name, (Some(gone.column), column))?;
                }
                for column in maybe_new.iter().filter(|column| open.len() == 1 && Some(&column.name) != to) {
                    fill(sides, flags, asker, nothing, &new.name, (None, column))?;
                }
                Ok(())
            })?;
            let question = asker.open.get_mut(gone.at);
            if let Some(option) = question.and_then(|question| question.options.get_mut(answer)) {
                option.then = then;
            }
        }
    }
    if open.len() > 1 {
        let names: Vec<String> = open.iter().map(|gone| path(&old.name, &gone.column.name)).collect();
        for column in maybe_new {
            let conditional =
                asker.suppose(|asker| fill(sides, flags, asker, nothing, &new.name, (None, column)))?;
            asker.open.extend(
                conditional
                    .into_iter()
                    .map(|question| Question { text: fill::unless(&question.subject, &names), ..question }),
            );
        }
    }
    Ok(())
}

/// Why the best guess is the best.
fn reason(old: &Column, new: &Column) -> Option<String> {
    let alike = likeness(&old.name, &new.name) >= 0.6;
    match (old.ty == new.ty, alike) {
        (true, true) => Some(format!("both are {} and the names are alike", old.ty)),
        (true, false) => Some(format!("both are {}", old.ty)),
        (false, true) => Some("the names are alike".to_owned()),
        (false, false) => None,
    }
}

fn column_likeness(old: &Column, new: &Column) -> f32 {
    let same_type = if old.ty == new.ty { 0.4 } else { 0.0 };
    0.6 * likeness(&old.name, &new.name) + same_type
}

/// A change of type that may round, cut or replace values, or a column that is computed from now on.
fn conversion(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
    table: &Name,
    (before, column): (&Column, &Column),
) -> Result<(), Undecided> {
    let becomes_computed = before.generated.is_none() && column.generated.is_some();
    let is_cut = before.ty.conversion_to(&column.ty) == Conversion::Lossy && column.generated.is_none();
    let subject = path(table, &column.name);
    let changes = format!("{subject} changes from {} to {}", before.ty, column.ty);
    let (text, label) = match fill::said_conversion(flags, table, before, column)? {
        Some(said) => (
            format!("{changes}: every value becomes what {} says", shown(&said)),
            "replace them: what the expression does not keep is lost",
        ),
        None if becomes_computed => (
            format!("{subject} becomes a generated column: computed values replace those it holds"),
            "compute it: the values it holds are lost",
        ),
        None if is_cut => (
            format!("{changes}: {}", before.ty.misfits(&column.ty).unwrap_or_default()),
            "convert its values so",
        ),
        None => return Ok(()),
    };
    if let Some(reason) = asker.flag("--convert", &flags.conversions, &subject) {
        decisions.reasons.insert(subject, reason.to_owned());
        return Ok(());
    }
    let question = Question {
        subject: subject.clone(),
        text,
        reason: None,
        options: vec![Choice {
            label: label.to_owned(),
            flag: format!("--convert {subject}=\"why\""),
            destructive: true,
            input: Some("why may it be lost?".to_owned()),
            ..Choice::default()
        }],
        place: sides.places.get(table, Some(&column.name)),
    };
    if let Some(answer) = asker.ask(question)? {
        decisions.reasons.insert(subject, answer.text.unwrap_or_default());
    }
    Ok(())
}

/// An expression, or that of each target.
fn shown(sql: &Sql) -> String {
    match sql {
        Sql::Same(text) => format!("`{text}`"),
        Sql::PerTarget(texts) => {
            let texts: Vec<String> =
                texts.iter().map(|(target, text)| format!("`{text}` ({target})")).collect();
            texts.join(", ")
        }
    }
}
