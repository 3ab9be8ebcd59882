//! Values of enums that are gone.

use std::collections::BTreeSet;

use strobila::schema::Enum;

use super::flags::path;
use super::guess::{likeness, ranked};
use super::{Asker, BadFlag, Decisions, Fate, Flags, Gone, Sides, Undecided};

/// Settles values that are gone: renamed, or removed (rows that hold one make the migration fail).
pub(super) fn renames(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
) -> Result<(), Undecided> {
    for (name, new) in sides.next.enums.iter().filter(|(name, _)| sides.wants(name)) {
        let old = decisions.renames.old_enum(name).and_then(|old| sides.prev.enums.get(old));
        let Some(old) = old else { continue };
        said(flags, asker, decisions, (old, new))?;
        let stays: BTreeSet<String> = new
            .values
            .iter()
            .filter_map(|value| decisions.renames.old_value(name, value).map(str::to_owned))
            .collect();
        let gone = old.values.iter().filter(|value| !stays.contains(*value));
        for value in gone.cloned().collect::<Vec<_>>() {
            let fresh = new.values.iter().filter(|other| {
                let before = decisions.renames.old_value(name, other);
                before.is_none_or(|before| !old.values.iter().any(|value| value == before))
            });
            let (candidates, _) =
                ranked(fresh.map(|other| (likeness(&value, other), other.clone())).collect());
            // With nothing new there is nothing to ask: no value is lost, since the database refuses
            // to remove one that a row holds.
            if candidates.is_empty() {
                continue;
            }
            let subject = path(&old.name, &value);
            let gone = Gone {
                subject: subject.clone(),
                kind: "value",
                candidates,
                reason: None,
                loss: format!("the migration fails while a row holds {value}"),
                place: sides.places.get(name, None),
            };
            match asker.fate(gone, flags)? {
                Some(Fate::Renamed(to)) => {
                    decisions.renames.values.insert((name.clone(), to), value);
                }
                Some(Fate::Dropped(reason)) => {
                    decisions.reasons.insert(subject, reason);
                }
                None => {}
            }
        }
    }
    Ok(())
}

/// Values that a flag renames, whether their old name is still there or not.
fn said(
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
    (old, new): (&Enum, &Enum),
) -> Result<(), Undecided> {
    for value in &old.values {
        let subject = path(&old.name, value);
        let Some(to) = flags.renames.get(&subject) else { continue };
        let renames = &mut decisions.renames.values;
        let key = |value: &String| (new.name.clone(), value.clone());
        // An attribute says it too.
        if new.values.iter().any(|other| renames.get(&key(other)) == Some(value)) {
            continue;
        }
        let free: Vec<&String> =
            new.values.iter().filter(|other| *other != value && !renames.contains_key(&key(other))).collect();
        if !free.contains(&to) {
            let fresh = free.iter().filter(|other| !old.values.contains(*other));
            let fresh: Vec<String> = fresh.map(|other| (*other).clone()).collect();
            return Err(BadFlag::not_new("--rename", &subject, to, &fresh).into());
        }
        renames.insert(key(to), value.clone());
        asker.flag("--rename", &flags.renames, &subject);
    }
    Ok(())
}
