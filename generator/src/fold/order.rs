//! The order in which the migrations of all modules run.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use strobila::Migration;

use super::{Chain, FoldError};

/// One migration of one module.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The module.
    pub module: &'a str,
    /// The migration.
    pub migration: &'a Migration<'a>,
}

impl<'a> Entry<'a> {
    /// Module and name of what must run before it.
    fn needs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let parent = self.migration.after.map(|parent| (self.module, parent));
        parent.into_iter().chain(self.migration.requires.iter().copied())
    }

    fn key(&self) -> (&'a str, &'a str) {
        (self.module, self.migration.name)
    }
}

/// Every migration behind its parent and what it requires; ties by name, then module.
///
/// # Errors
/// [`FoldError::Missing`], [`FoldError::Circle`]
pub fn sorted<'a>(chains: &[Chain<'a>]) -> Result<Vec<Entry<'a>>, FoldError> {
    let entries: Vec<Entry<'a>> = chains
        .iter()
        .flat_map(|chain| chain.migrations.iter().map(|migration| Entry { module: chain.module, migration }))
        .collect();
    let places: HashMap<(&str, &str), usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.key(), at)).collect();
    let mut open = vec![0_usize; entries.len()];
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    for (at, entry) in entries.iter().enumerate() {
        for need in entry.needs() {
            let Some(&before) = places.get(&need) else {
                return Err(FoldError::Missing {
                    module: entry.module.to_owned(),
                    migration: entry.migration.name.to_owned(),
                    missing: format!("{}/{}", need.0, need.1),
                });
            };
            open[at] += 1;
            followers[before].push(at);
        }
    }
    let place = |at: usize| (entries[at].migration.name, entries[at].module, at);
    let mut ready: BTreeSet<(&str, &str, usize)> =
        (0..entries.len()).filter(|at| open[*at] == 0).map(place).collect();
    let mut order = Vec::with_capacity(entries.len());
    while let Some((_, _, at)) = ready.pop_first() {
        order.push(entries[at]);
        for &follower in &followers[at] {
            open[follower] -= 1;
            if open[follower] == 0 {
                ready.insert(place(follower));
            }
        }
    }
    if order.len() == entries.len() {
        return Ok(order);
    }
    let waiting = entries.iter().zip(&open).filter(|(_, open)| **open > 0);
    Err(FoldError::Circle(
        waiting.map(|(entry, _)| format!("{}/{}", entry.module, entry.migration.name)).collect(),
    ))
}

/// What is left of the order without some migrations and all that need them, by module.
pub(crate) fn without<'a>(
    order: &[Entry<'a>],
    is_out: impl Fn(&Entry<'a>) -> bool,
) -> BTreeMap<&'a str, Vec<&'a Migration<'a>>> {
    let mut out: HashSet<(&str, &str)> = HashSet::new();
    let mut left: BTreeMap<&str, Vec<&Migration<'_>>> = BTreeMap::new();
    for entry in order {
        if is_out(entry) || entry.needs().any(|need| out.contains(&need)) {
            out.insert(entry.key());
        } else {
            left.entry(entry.module).or_default().push(entry.migration);
        }
    }
    left
}
