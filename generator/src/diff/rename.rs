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
    /// Those of the attributes that are still to be done: the old name is in `prev` and no longer in
    /// `next`, and the new one is not in `prev`.
    pub fn from_hints(hints: &Hints, prev: &Schema, next: &Schema) -> Self {
        let mut renames = Renames::default();
        for (new, old) in &hints.tables {
            let open = prev.tables.contains_key(old) && !prev.tables.contains_key(new);
            if open && next.tables.contains_key(new) && !next.tables.contains_key(old) {
                renames.tables.insert(new.clone(), old.clone());
            }
        }
        for (new, old) in &hints.enums {
            let open = prev.enums.contains_key(old) && !prev.enums.contains_key(new);
            if open && next.enums.contains_key(new) && !next.enums.contains_key(old) {
                renames.enums.insert(new.clone(), old.clone());
            }
        }
        renames.add_hints_within(hints, prev, next);
        renames
    }

    /// Adds what the attributes say of columns and values in the tables and enums that are renamed so far.
    pub fn add_hints_within(&mut self, hints: &Hints, prev: &Schema, next: &Schema) {
        let renames = self;
        for ((table, new), old) in &hints.columns {
            let (Some(before), Some(after)) =
                (prev.tables.get(renames.old_table(table)), next.tables.get(table))
            else {
                continue;
            };
            let open = before.column(old).is_some() && before.column(new).is_none();
            if open && after.column(new).is_some() && after.column(old).is_none() {
                renames.columns.insert((table.clone(), new.clone()), old.clone());
            }
        }
        for ((name, new), old) in &hints.values {
            let (Some(before), Some(after)) = (prev.enums.get(renames.old_enum(name)), next.enums.get(name))
            else {
                continue;
            };
            let open = before.values.contains(old) && !before.values.contains(new);
            if open && after.values.contains(new) && !after.values.contains(old) {
                renames.values.insert((name.clone(), new.clone()), old.clone());
            }
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
                .map(|((table, new), old)| ((self.old_table(table).clone(), old.clone()), new.clone()))
                .collect(),
            enums: self.enums.iter().map(|(new, old)| (old.clone(), new.clone())).collect(),
            values: self
                .values
                .iter()
                .map(|((name, new), old)| ((self.old_enum(name).clone(), old.clone()), new.clone()))
                .collect(),
        }
    }

    /// What the table was called in `prev`.
    pub fn old_table<'a>(&'a self, table: &'a Name) -> &'a Name {
        self.tables.get(table).unwrap_or(table)
    }

    /// What the enum was called in `prev`.
    pub fn old_enum<'a>(&'a self, name: &'a Name) -> &'a Name {
        self.enums.get(name).unwrap_or(name)
    }

    /// What the column was called in `prev`.
    pub fn old_column<'a>(&'a self, table: &Name, column: &'a str) -> &'a str {
        if self.columns.is_empty() {
            return column;
        }
        self.columns.get(&(table.clone(), column.to_owned())).map_or(column, String::as_str)
    }
}

pub(super) fn enums(work: &mut Work, next: &Schema, renames: &Renames) {
    let moves = still_open(&renames.enums, &work.schema().enums, &next.enums);
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
}

pub(super) fn tables(work: &mut Work, next: &Schema, renames: &Renames) {
    let moves = still_open(&renames.tables, &work.schema().tables, &next.tables);
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

fn still_open<T, U>(
    renames: &BTreeMap<Name, Name>,
    prev: &BTreeMap<Name, T>,
    next: &BTreeMap<Name, U>,
) -> BTreeMap<Name, Name> {
    let open = |(new, old): &(&Name, &Name)| prev.contains_key(*old) && next.contains_key(*new);
    renames.iter().filter(open).map(|(new, old)| (new.clone(), old.clone())).collect()
}

/// The renames within one table or enum, as new and old.
fn named<'a>(
    renames: &'a BTreeMap<(Name, String), String>,
    owner: &Name,
) -> impl Iterator<Item = (String, String)> + use<'a> {
    renames
        .range((owner.clone(), String::new())..)
        .take_while({
            let owner = owner.clone();
            move |((name, _), _)| *name == owner
        })
        .map(|((_, new), old)| (new.clone(), old.clone()))
}

/// A name to step aside to.
trait Spare: Sized {
    fn spare(&self, is_taken: &dyn Fn(&Self) -> bool) -> Self;
}

impl Spare for String {
    fn spare(&self, is_taken: &dyn Fn(&String) -> bool) -> String {
        fresh_name(&shorten(format!("strobila_old_{self}")), |name| is_taken(&name.to_owned()))
    }
}

impl Spare for Name {
    fn spare(&self, is_taken: &dyn Fn(&Name) -> bool) -> Name {
        let name = shorten(format!("strobila_old_{}", self.name));
        self.sibling(fresh_name(&name, |name| is_taken(&self.sibling(name))))
    }
}

/// Renames (new to old) as steps from and to that never meet a name that is taken: what holds a wanted
/// name moves first, or steps aside when it is to be dropped or waits for a name in turn.
fn sequence<N: Ord + Clone>(
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
    fn what_is_to_be_dropped_gives_its_name_away() {
        assert_eq!(steps(&[("b", "a")], &["a", "b"]), [pair("b", "strobila_old_b"), pair("a", "b")]);
    }
}
