//! One target's part in the merge.

use std::collections::{BTreeMap, HashMap};

use strobila::Target;
use strobila::dialect::Unit;
use strobila::operation::Plan;

use crate::subject::{Subject, subjects};

/// An operation, known by what it is about: the same on every target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) subject: Subject,
    /// Which one, of several about the same: names are swapped through a temporary one.
    occurrence: usize,
}

pub(super) struct Side<'a> {
    pub(super) target: Target,
    pub(super) plan: &'a Plan,
    pub(super) units: &'a [Unit],
    /// The operations of each unit.
    pub(super) keys: Vec<Vec<Key>>,
    /// The first unit that is in no step yet.
    pub(super) next: usize,
    places: HashMap<Key, usize>,
}

impl<'a> Side<'a> {
    pub(super) fn new(target: Target, plan: &'a Plan, units: &'a [Unit]) -> Self {
        let mut occurrences: BTreeMap<Subject, usize> = BTreeMap::new();
        let all: Vec<Key> = subjects(&plan.operations)
            .into_iter()
            .map(|subject| {
                let count = occurrences.entry(subject.clone()).or_default();
                *count += 1;
                Key { subject, occurrence: *count }
            })
            .collect();
        let keys: Vec<Vec<Key>> = units
            .iter()
            .map(|unit| unit.operations.iter().filter_map(|at| all.get(*at).cloned()).collect())
            .collect();
        let places = keys
            .iter()
            .enumerate()
            .flat_map(|(unit, keys)| keys.iter().map(move |key| (key.clone(), unit)))
            .collect();
        Side { target, plan, units, keys, next: 0, places }
    }

    /// The unit that carries out the operation, unless it is in a step already.
    pub(super) fn unit_of(&self, key: &Key) -> Option<usize> {
        self.places.get(key).copied().filter(|unit| *unit >= self.next)
    }
}
