//! Renames: which there are, and the order in which names come free.

use std::collections::{BTreeMap, BTreeSet};

use strobila::model::Hints;
use strobila::operation::Operation;
use strobila::schema::{Name, Schema, fresh_name, shorten};

use super::Work;

/// What was renamed, each keyed by the name of `next` and holding that of `prev`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    /// Tables.
    pub tables: BTreeMap<Name, Name>,
    /// Columns, keyed by the table's name in `next` and the column's.
    pub columns: BTreeMap<(Name, String), String>,
    /// Enums.
    pub enums: BTreeMap<Name, Name>,
    /// Values of enums, keyed by the enum's name in `next` and the value.
    pub values: BTreeMap<(Name, String), String>,
}

impl Renames {
    /// Those of the attributes that are still to be done: the old name is in `prev`, and the new one is not,
    /// or is given away by another of them. What `next` has under an old name is then new.
    pub fn from_hints(hints: &Hints, prev: &Schema, next: &Schema) -> Self {
        let mut renames = Renames {
            tables: still_to_do(
                &hints.tables,
                |name| prev.tables.contains_key(name),
                |name| next.tables.contains_key(name),
            ),
            enums: still_to_do(
                &hints.enums,
                |name| prev.enums.contains_key(name),
                |name| next.enums.contains_key(name),
            ),
            ..Renames::default()
        };
        renames.add_hints_within(hints, prev, next);
        renames
    }

    /// Adds what the attributes say of columns and values in the tables and enums that are renamed so far.
    pub fn add_hints_within(&mut self, hints: &Hints, prev: &Schema, next: &Schema) {
        let tables: BTreeSet<&Name> = hints.columns.keys().map(|(table, _)| table).collect();
        for name in tables {
            let before = self.old_table(name).and_then(|old| prev.tables.get(old));
            let (Some(before), Some(after)) = (before, next.tables.get(name)) else { continue };
            let own = named(&hints.columns, name).collect();
            let was = |column: &String| before.column(column).is_some();
            let open = still_to_do(&own, was, |column| after.column(column).is_some());
            self.columns.extend(open.into_iter().map(|(new, old)| ((name.clone(), new), old)));
        }
        let enums: BTreeSet<&Name> = hints.values.keys().map(|(name, _)| name).collect();
        for name in enums {
            let before = self.old_enum(name).and_then(|old| prev.enums.get(old));
            let (Some(before), Some(after)) = (before, next.enums.get(name)) else { continue };
            let own = named(&hints.values, name).collect();
            let open = still_to_do(
                &own,
                |value| before.values.contains(value),
                |value| after.values.contains(value),
            );
            self.values.extend(open.into_iter().map(|(new, old)| ((name.clone(), new), old)));
        }
    }

    /// The renames that operations make, from the first name to the last.
    pub fn of(operations: &[Operation]) -> Self {
        let mut renames = Renames::default();
        for operation in operations {
            match operation {
                Operation::RenameTable { from, to } => {
                    let first = renames.tables.remove(from).unwrap_or_else(|| from.clone());
                    renames.tables.insert(to.clone(), first);
                }
                Operation::RenameEnum { from, to } => {
                    let first = renames.enums.remove(from).unwrap_or_else(|| from.clone());
                    renames.enums.insert(to.clone(), first);
                }
                Operation::RenameColumn { table, from, to } => {
                    let before = renames.columns.remove(&(table.clone(), from.clone()));
                    let first = before.unwrap_or_else(|| from.clone());
                    renames.columns.insert((table.clone(), to.clone()), first);
                }
                Operation::RenameEnumValue { name, from, to } => {
                    let before = renames.values.remove(&(name.clone(), from.clone()));
                    let first = before.unwrap_or_else(|| from.clone());
                    renames.values.insert((name.clone(), to.clone()), first);
                }
                _ => {}
            }
        }
        renames
    }

    /// The same renames seen from the other side.
    pub fn inverse(&self) -> Self {
        Renames {
            tables: self.tables.iter().map(|(new, old)| (old.clone(), new.clone())).collect(),
            columns: self
                .columns
                .iter()
                .map(|((table, new), old)| {
                    ((self.tables.get(table).unwrap_or(table).clone(), old.clone()), new.clone())
                })
                .collect(),
            enums: self.enums.iter().map(|(new, old)| (old.clone(), new.clone())).collect(),
            values: self
                .values
                .iter()
                .map(|((name, new), old)| {
                    ((self.enums.get(name).unwrap_or(name).clone(), old.clone()), new.clone())
                })
                .collect(),
        }
    }

    /// What the table was called in `prev`; none when it is new, since its name went to another.
    pub fn old_table<'a>(&'a self, table: &'a Name) -> Option<&'a Name> {
        source(&self.tables, table)
    }

    /// What the enum was called in `prev`; none when it is new, since its name went to another.
    pub fn old_enum<'a>(&'a self, name: &'a Name) -> Option<&'a Name> {
        source(&self.enums, name)
    }

    /// What the column was called in `prev`; none when it is new, since its name went to another.
    pub fn old_column<'a>(&'a self, table: &Name, column: &'a str) -> Option<&'a str> {
        source_within(&self.columns, table, column)
    }

    /// What the value was called in `prev`; none when it is new, since its name went to another.
    pub fn old_value<'a>(&'a self, name: &Name, value: &'a str) -> Option<&'a str> {
        source_within(&self.values, name, value)
    }

    /// Whether no name changes.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.columns.is_empty() && self.enums.is_empty() && self.values.is_empty()
    }
}

fn source<'a>(renames: &'a BTreeMap<Name, Name>, name: &'a Name) -> Option<&'a Name> {
    match renames.get(name) {
        Some(old) => Some(old),
        None => Some(name).filter(|name| !renames.values().any(|old| old == *name)),
    }
}

fn source_within<'a>(
    renames: &'a BTreeMap<(Name, String), String>,
    owner: &Name,
    item: &'a str,
) -> Option<&'a str> {
    if renames.is_empty() {
        return Some(item);
    }
    match renames.get(&(owner.clone(), item.to_owned())) {
        Some(old) => Some(old),
        None => Some(item).filter(|item| !within(renames, owner).any(|(_, old)| old == *item)),
    }
}

/// The renames of one place (new to old) that the names before and after leave to be done.
pub(crate) fn still_to_do<N: Ord + Clone>(
    renames: &BTreeMap<N, N>,
    was: impl Fn(&N) -> bool,
    is: impl Fn(&N) -> bool,
) -> BTreeMap<N, N> {
    let is_alone = |old: &N| renames.values().filter(|other| *other == old).count() == 1;
    let mut open: BTreeMap<N, N> = renames
        .iter()
        .filter(|(new, old)| new != old && was(old) && is(new) && is_alone(old))
        .map(|(new, old)| (new.clone(), old.clone()))
        .collect();
    loop {
        let given: BTreeSet<N> = open.values().cloned().collect();
        let count = open.len();
        open.retain(|new, _| !was(new) || given.contains(new));
        if open.len() == count {
            return open;
        }
    }
}

pub(super) fn enums(work: &mut Work, next: &Schema, renames: &Renames) {
    let prev = &work.schema().enums;
    let moves = still_open(&renames.enums, |old| prev.contains_key(old), |new| next.enums.contains_key(new));
    let taken = work.schema().enums.keys().cloned().collect();
    for (from, to) in sequence(moves, taken, Name::spare) {
        work.push(Operation::RenameEnum { from, to });
    }
    for (name, item) in &next.enums {
        let Some(old) = work.schema().enums.get(name) else { continue };
        let moves = named(&renames.values, name)
            .filter(|(new, old_value)| item.values.contains(new) && old.values.contains(old_value))
            .collect();
        let taken = old.values.iter().cloned().collect();
        for (from, to) in sequence(moves, taken, Spare::spare) {
            work.push(Operation::RenameEnumValue { name: name.clone(), from, to });
        }
    }
    // One that becomes text on this side takes its values' new names along.
    let mut leaving: BTreeSet<&Name> = renames.values.keys().map(|(name, _)| name).collect();
    leaving.retain(|name| !next.enums.contains_key(*name));
    for name in leaving {
        let Some(now) = renames.old_enum(name).filter(|old| !next.enums.contains_key(*old)) else { continue };
        let Some(old) = work.schema().enums.get(now) else { continue };
        let moves = named(&renames.values, name).filter(|(_, value)| old.values.contains(value)).collect();
        let taken = old.values.iter().cloned().collect();
        for (from, to) in sequence(moves, taken, Spare::spare) {
            work.push(Operation::RenameEnumValue { name: now.clone(), from, to });
        }
    }
}

pub(super) fn tables(work: &mut Work, next: &Schema, renames: &Renames) {
    let prev = &work.schema().tables;
    let moves =
        still_open(&renames.tables, |old| prev.contains_key(old), |new| next.tables.contains_key(new));
    let taken = work.schema().tables.keys().cloned().collect();
    for (from, to) in sequence(moves, taken, Name::spare) {
        work.push(Operation::RenameTable { from, to });
    }
}

pub(super) fn columns(work: &mut Work, next: &Schema, renames: &Renames) {
    let renamed: BTreeSet<&Name> = renames.columns.keys().map(|(table, _)| table).collect();
    for name in renamed {
        let (Some(old), Some(new)) = (work.schema().tables.get(name), next.tables.get(name)) else {
            continue;
        };
        let moves = named(&renames.columns, name)
            .filter(|(to, from)| new.column(to).is_some() && old.column(from).is_some())
            .collect();
        let taken = old.columns.iter().map(|column| column.name.clone()).collect();
        for (from, to) in sequence(moves, taken, Spare::spare) {
            work.push(Operation::RenameColumn { table: name.clone(), from, to });
        }
    }
}

fn still_open(
    renames: &BTreeMap<Name, Name>,
    was_there: impl Fn(&Name) -> bool,
    is_there: impl Fn(&Name) -> bool,
) -> BTreeMap<Name, Name> {
    let open = |(new, old): &(&Name, &Name)| was_there(old) && is_there(new);
    renames.iter().filter(open).map(|(new, old)| (new.clone(), old.clone())).collect()
}

/// The renames within one table or enum, as new and old.
fn named<'a>(
    renames: &'a BTreeMap<(Name, String), String>,
    owner: &Name,
) -> impl Iterator<Item = (String, String)> + use<'a> {
    within(renames, owner).map(|(new, old)| (new.to_owned(), old.to_owned()))
}

fn within<'a>(
    renames: &'a BTreeMap<(Name, String), String>,
    owner: &Name,
) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let from = (owner.clone(), String::new());
    let owner = owner.clone();
    renames
        .range(from..)
        .take_while(move |((name, _), _)| *name == owner)
        .map(|((_, new), old)| (new.as_str(), old.as_str()))
}

/// The start of a name that something bears while another takes its own.
pub(crate) const ASIDE: &str = "strobila_old_";

/// A name to step aside to.
pub(super) trait Spare: Sized {
    /// A name beside this one that nothing has.
    fn spare(&self, is_taken: &dyn Fn(&Self) -> bool) -> Self;
}

impl Spare for String {
    fn spare(&self, is_taken: &dyn Fn(&String) -> bool) -> String {
        fresh_name(&shorten(format!("{ASIDE}{self}")), |name| is_taken(&name.to_owned()))
    }
}

impl Spare for Name {
    fn spare(&self, is_taken: &dyn Fn(&Name) -> bool) -> Name {
        let name = shorten(format!("{ASIDE}{}", self.name));
        self.sibling(fresh_name(&name, |name| is_taken(&self.sibling(name))))
    }
}

/// Renames (new to old) as steps from and to that never meet a name that is taken: what holds a wanted
/// name moves first, or steps aside when it is to be dropped or waits for a name in turn.
pub(super) fn sequence<N: Ord + Clone>(
    mut moves: BTreeMap<N, N>,
    mut taken: BTreeSet<N>,
    spare: impl Fn(&N, &dyn Fn(&N) -> bool) -> N,
) -> Vec<(N, N)> {
    let mut steps = Vec::new();
    while let Some(first) = moves.keys().next().cloned() {
        let free = moves.keys().find(|to| !taken.contains(*to)).cloned();
        let (from, to) = match free {
            Some(to) => (moves.remove(&to).expect("it was found among the keys"), to),
            None => {
                let aside = spare(&first, &|name| taken.contains(name) || moves.contains_key(name));
                if let Some(from) = moves.values_mut().find(|from| **from == first) {
                    *from = aside.clone();
                }
                (first, aside)
            }
        };
        taken.remove(&from);
        taken.insert(to.clone());
        if from != to {
            steps.push((from, to));
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(moves: &[(&str, &str)], taken: &[&str]) -> Vec<(String, String)> {
        let moves = moves.iter().map(|(to, from)| (to.to_string(), from.to_string())).collect();
        sequence(moves, taken.iter().map(|name| name.to_string()).collect(), Spare::spare)
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_swap_steps_aside() {
        let expected = [pair("a", "strobila_old_a"), pair("b", "a"), pair("strobila_old_a", "b")];
        assert_eq!(steps(&[("a", "b"), ("b", "a")], &["a", "b"]), expected);
    }

    #[test]
    fn a_chain_moves_the_last_first() {
        assert_eq!(steps(&[("b", "a"), ("c", "b")], &["a", "b"]), [pair("b", "c"), pair("a", "b")]);
    }

    #[test]
    fn a_rename_is_to_be_done_when_its_name_is_free_or_becomes_free() {
        let open = |was: &[&str], is: &[&str], renames: &[(&str, &str)]| {
            let renames = renames.iter().map(|(new, old)| (new.to_string(), old.to_string())).collect();
            let has = |list: &[&str], name: &String| list.contains(&name.as_str());
            still_to_do(&renames, |name| has(was, name), |name| has(is, name)).len()
        };
        assert_eq!(open(&["a"], &["b"], &[("b", "a")]), 1);
        assert_eq!(open(&["a"], &["a", "b"], &[("b", "a")]), 1, "beside a new a");
        assert_eq!(open(&["a", "b"], &["a", "b"], &[("b", "a")]), 0, "done");
        assert_eq!(open(&["a", "b"], &["a", "b"], &[("b", "a"), ("a", "b")]), 2, "a swap");
        assert_eq!(open(&["a", "b"], &["b", "c"], &[("b", "a"), ("c", "b")]), 2, "a shift");
        assert_eq!(open(&["a"], &["b", "c"], &[("b", "a"), ("c", "a")]), 0, "both say it");
    }

    #[test]
    fn what_is_to_be_dropped_gives_its_name_away() {
        assert_eq!(steps(&[("b", "a")], &["a", "b"]), [pair("b", "strobila_old_b"), pair("a", "b")]);
    }
}
