//! Tables that are gone, and tables that change their module.

use std::collections::BTreeSet;

use strobila::schema::{Name, Table};

use super::columns;
use super::guess::{likeness, ranked};
use super::{Asker, BadFlag, Decisions, Fate, Flags, Gone, Sides, Undecided};
use crate::questioner::{Choice, Question};

/// Tables of one name that another module has now.
pub(super) fn moves(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
) -> Result<(), Undecided> {
    for name in sides.next.tables.keys() {
        let Some(old) = decisions.renames.old_table(name) else { continue };
        let (Some(from), Some(to)) = (sides.prev_owner.get(old), sides.next_owner.get(name)) else {
            continue;
        };
        let is_concerned = || sides.wants(name) || sides.wanted_before(old);
        if from == to || !is_concerned() || !sides.prev.tables.contains_key(old) {
            continue;
        }
        let subject = name.to_string();
        let is_flagged = flags.moves.get(&subject) == Some(to);
        if is_flagged {
            asker.flag("--move", &flags.moves, &subject);
        }
        let said = is_flagged || sides.hints.moves.get(name) == Some(from);
        if said || ask_move(sides, name, from, to, asker)? {
            decisions.moves.insert(name.clone(), (from.clone(), to.clone()));
        }
    }
    Ok(())
}

fn ask_move(
    sides: &Sides<'_>,
    name: &Name,
    from: &str,
    to: &str,
    asker: &mut Asker<'_>,
) -> Result<bool, Undecided> {
    let question = Question {
        subject: name.to_string(),
        text: format!(
            "the table {name} was in module {from} and is in module {to} now: does {to} take it over?"
        ),
        reason: Some("the table and its rows stay as they are".to_owned()),
        options: vec![Choice {
            label: format!("{to} takes it over with all its rows"),
            flag: format!("--move {name}={to}"),
            ..Choice::default()
        }],
        place: sides.places.get(name, None),
    };
    Ok(asker.ask(question)?.is_some())
}

/// Tables that a flag renames, whether their old name is still there or not.
pub(super) fn said(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
) -> Result<(), Undecided> {
    if flags.renames.is_empty() {
        return Ok(());
    }
    let tables = sides.prev.tables.keys().filter(|name| sides.wanted_before(name));
    for old in tables
        .filter(|old| !decisions.renames.tables.values().any(|other| other == *old))
        .cloned()
        .collect::<Vec<_>>()
    {
        let subject = old.to_string();
        let Some(new) = flags.renames.get(&subject) else { continue };
        let is_free = |name: &&Name| !decisions.renames.tables.contains_key(*name) && **name != old;
        let free: Vec<&Name> = sides.next.tables.keys().filter(is_free).collect();
        let Some(name) = free.iter().find(|name| name.to_string() == *new) else {
            let fresh = free.iter().filter(|name| !sides.prev.tables.contains_key(name));
            let fresh: Vec<String> = fresh.map(ToString::to_string).collect();
            return Err(BadFlag::not_new("--rename", &subject, new, &fresh).into());
        };
        decisions.renames.tables.insert((*name).clone(), old);
        asker.flag("--rename", &flags.renames, &subject);
    }
    Ok(())
}

/// Tables that are gone: renamed, or dropped for a reason.
pub(super) fn renames(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
) -> Result<(), Undecided> {
    let stays: BTreeSet<&Name> =
        sides.next.tables.keys().filter_map(|name| decisions.renames.old_table(name)).collect();
    let gone: Vec<&Table> = sides
        .prev
        .tables
        .values()
        .filter(|table| !stays.contains(&table.name))
        .filter(|table| sides.wanted_before(&table.name))
        .collect();
    for table in gone {
        let fresh = sides.next.tables.values().filter(|new| {
            let old = decisions.renames.old_table(&new.name);
            old.is_none_or(|old| !sides.prev.tables.contains_key(old))
        });
        let scored = fresh.map(|new| (table_likeness(table, new), new.name.to_string())).collect();
        let (candidates, best) = ranked(scored);
        let reason = (best > ALIKE).then(|| "its columns are the most alike".to_owned());
        let subject = table.name.to_string();
        let loss = format!("the rows of {subject} are lost");
        let place = candidates.first().and_then(|new| sides.places.get(&named(sides, new)?, None));
        let gone = Gone {
            subject: subject.clone(),
            kind: "table",
            candidates: candidates.clone(),
            reason,
            loss,
            place,
        };
        match asker.fate(gone, flags)? {
            Some(Fate::Renamed(new)) => {
                let new = named(sides, &new).unwrap_or_else(|| Name::new(new));
                decisions.renames.tables.insert(new, table.name.clone());
            }
            Some(Fate::Dropped(reason)) => {
                decisions.reasons.insert(subject, reason);
            }
            None => follow_ups(sides, flags, asker, decisions, table, &candidates)?,
        }
    }
    Ok(())
}

/// Puts what a rename would open in turn behind that answer. A table with next to nothing in common is
/// left out: the list would be longer than the answer is likely.
fn follow_ups(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &Decisions,
    old: &Table,
    candidates: &[String],
) -> Result<(), Undecided> {
    for (answer, new) in candidates.iter().enumerate() {
        let Some(new) = named(sides, new).and_then(|name| sides.next.tables.get(&name)) else { continue };
        if table_likeness(old, new) < ALIKE {
            continue;
        }
        let mut supposed = decisions.clone();
        supposed.renames.tables.insert(new.name.clone(), old.name.clone());
        supposed.renames.add_hints_within(sides.hints, sides.prev, sides.next);
        let then = asker.suppose(|asker| columns::settle(sides, flags, asker, &mut supposed, (old, new)))?;
        let question = asker.open.last_mut();
        if let Some(option) = question.and_then(|question| question.options.get_mut(answer)) {
            option.then = then;
        }
    }
    Ok(())
}

/// From which likeness on a table may well be another one under a new name.
const ALIKE: f32 = 0.3;

fn named(sides: &Sides<'_>, text: &str) -> Option<Name> {
    sides.next.tables.keys().find(|name| name.to_string() == text).cloned()
}

/// The share of columns that both have, with a little weight on the name.
fn table_likeness(old: &Table, new: &Table) -> f32 {
    let same = old
        .columns
        .iter()
        .filter(|column| new.column(&column.name).is_some_and(|other| other.ty == column.ty));
    let most = old.columns.len().max(new.columns.len()).max(1);
    let share = same.count() as f32 / most as f32;
    0.8 * share + 0.2 * likeness(&old.name.name, &new.name.name)
}
