//! Values of enums that are gone.

use std::collections::BTreeSet;

use super::flags::path;
use super::guess::{likeness, ranked};
use super::{Asker, Decisions, Fate, Flags, Gone, Sides, Undecided};

/// Settles values that are gone: renamed, or removed (rows that hold one make the migration fail).
pub(super) fn renames(
    sides: &Sides<'_>,
    flags: &Flags,
    asker: &mut Asker<'_>,
    decisions: &mut Decisions,
) -> Result<(), Undecided> {
    for (name, new) in sides.next.enums.iter().filter(|(name, _)| sides.wants(name)) {
        let Some(old) = sides.prev.enums.get(decisions.renames.old_enum(name)) else { continue };
        let renamed: BTreeSet<&String> = decisions
            .renames
            .values
            .iter()
            .filter(|((owner, _), _)| owner == name)
            .map(|(_, value)| value)
            .collect();
        let gone = old.values.iter().filter(|value| !new.values.contains(value) && !renamed.contains(value));
        for value in gone.cloned().collect::<Vec<_>>() {
            let fresh = new.values.iter().filter(|other| {
                !old.values.contains(other)
                    && !decisions.renames.values.contains_key(&(name.clone(), (*other).clone()))
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
                place: sides.places.get(name, None).cloned(),
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
