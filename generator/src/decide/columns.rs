//! Columns that are gone, and columns whose values a new type may not hold.

use std::collections::BTreeSet;

use strobila::schema::{Column, Conversion, Name, Table};

use super::flags::path;
use super::guess::{likeness, ranked};
use super::{Asker, Decisions, Fate, Flags, Gone, Sides, Undecided};
use crate::questioner::{Choice, Question};

/// Settles columns that are gone; returns the new ones that an open question may make old.
pub(super) fn renames(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
) -> Result<BTreeSet<(Name, String)>, Undecided> {
    let mut maybe_renamed = BTreeSet::new();
    for (name, new) in sides.next.tables.iter().filter(|(name, _)| sides.wants(name)) {
        let Some(old) = sides.prev.tables.get(decisions.renames.old_table(name)) else { continue };
        let renamed: BTreeSet<&str> =
            new.columns.iter().map(|column| decisions.renames.old_column(name, &column.name)).collect();
        // A computed column holds nothing that could be lost.
        let gone = old
            .columns
            .iter()
            .filter(|column| !renamed.contains(column.name.as_str()) && column.generated.is_none());
        for column in gone.cloned().collect::<Vec<_>>() {
            one(sides, flags, asker, decisions, (old, new), &column, &mut maybe_renamed)?;
        }
    }
    Ok(maybe_renamed)
}

fn one(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
    (old, new): (&Table, &Table),
    column: &Column,
    maybe_renamed: &mut BTreeSet<(Name, String)>,
) -> Result<(), Undecided> {
    let fresh = new.columns.iter().filter(|other| {
        let key = (new.name.clone(), other.name.clone());
        old.column(&other.name).is_none()
            && other.generated.is_none()
            && !decisions.renames.columns.contains_key(&key)
    });
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
        place: place.or_else(|| sides.places.get(&new.name, None)).cloned(),
    };
    match asker.fate(gone, flags)? {
        Some(Fate::Renamed(to)) => {
            decisions.renames.columns.insert((new.name.clone(), to), column.name.clone());
        }
        Some(Fate::Dropped(reason)) => {
            decisions.reasons.insert(subject, reason);
        }
        None => maybe_renamed.extend(candidates.into_iter().map(|to| (new.name.clone(), to))),
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

/// Changes of type that may round, cut or replace values, and columns that are computed from now on.
pub(super) fn conversions(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
) -> Result<(), Undecided> {
    for (name, new) in sides.next.tables.iter().filter(|(name, _)| sides.wants(name)) {
        let Some(old) = sides.prev.tables.get(decisions.renames.old_table(name)) else { continue };
        for column in &new.columns {
            let Some(before) = old.column(decisions.renames.old_column(name, &column.name)) else { continue };
            let becomes_computed = before.generated.is_none() && column.generated.is_some();
            let is_cut =
                before.ty.conversion_to(&column.ty) == Conversion::Lossy && column.generated.is_none();
            let subject = path(name, &column.name);
            let (text, label) = match (becomes_computed, is_cut) {
                (true, _) => (
                    format!("{subject} becomes a generated column: computed values replace those it holds"),
                    "compute it: the values it holds are lost",
                ),
                (false, true) => (
                    format!(
                        "{subject} changes from {} to {}: values that do not fit may be rounded, cut or replaced",
                        before.ty, column.ty
                    ),
                    "convert it: what does not fit is lost",
                ),
                (false, false) => continue,
            };
            if let Some(reason) = asker.flag("--drop", &flags.drops, &subject) {
                decisions.reasons.insert(subject, reason.to_owned());
                continue;
            }
            let question = Question {
                subject: subject.clone(),
                text,
                reason: None,
                options: vec![Choice {
                    label: label.to_owned(),
                    flag: format!("--drop {subject}=\"why\""),
                    destructive: true,
                    input: Some("why may it be lost?".to_owned()),
                }],
                place: sides.places.get(name, Some(&column.name)).cloned(),
            };
            if let Some(answer) = asker.ask(question)? {
                decisions.reasons.insert(subject, answer.text.unwrap_or_default());
            }
        }
    }
    Ok(())
}
