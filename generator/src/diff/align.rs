//! Keeps names as they were when they were made.

use std::collections::{BTreeMap, BTreeSet};

use strobila::schema::{
    Check, ForeignKey, Index, IndexPart, Name, Schema, Table, Unique, foreign_key_name, fresh_name,
    index_name, primary_key_name, unique_name,
};

use super::table::Constraint;
use super::{Renames, Work, rename};

/// `next` with generated names as `prev` has them: renaming a table or a column renames nothing else.
///
/// A constraint of `next` whose name was not chosen by a person, and which differs in nothing but its
/// name from one of `prev`, bears the name it has there. A new one whose generated name is taken thereby
/// gets a number, as PostgreSQL does it.
pub fn align(prev: &Schema, next: &Schema, renames: &Renames) -> Schema {
    let mut next = next.clone();
    let renamed = (*renames != Renames::default()).then(|| {
        let mut work = Work::new(prev);
        rename::enums(&mut work, &next, renames);
        rename::tables(&mut work, &next, renames);
        rename::columns(&mut work, &next, renames);
        work.applier.into_schema()
    });
    let before = renamed.as_ref().unwrap_or(prev);
    let mut kept: BTreeSet<Name> = BTreeSet::new();
    let changed: Vec<Name> = before.tables.differing(&next.tables).map(|(name, ..)| name.clone()).collect();
    for name in changed {
        if let (Some(old), Some(table)) = (before.tables.get(&name), next.tables.get_mut(&name)) {
            keep_names(old, table, &mut kept);
        }
    }
    if !kept.is_empty() {
        give_way(&mut next, &kept);
    }
    next
}

fn keep_names(old: &Table, new: &mut Table, kept: &mut BTreeSet<Name>) {
    let name = new.name.clone();
    new.own_names = old.own_names;
    if let (Some(before), Some(key)) = (&old.primary_key, &mut new.primary_key)
        && before.columns == key.columns
        && key.name == primary_key_name(&name.name)
        && before.name != key.name
    {
        key.name.clone_from(&before.name);
        kept.insert(name.sibling(&key.name));
    }
    keep(&name, &old.uniques, &mut new.uniques, kept, |item: &Unique| {
        item.name == unique_name(&name.name, &item.columns)
    });
    keep(&name, &old.indexes, &mut new.indexes, kept, |item: &Index| is_generated(&name, item));
    keep(&name, &old.foreign_keys, &mut new.foreign_keys, kept, |item: &ForeignKey| {
        item.name == foreign_key_name(&name.name, &item.columns)
    });
    // The label of a check stands in its name alone, so any name of that form counts as generated.
    keep(&name, &old.checks, &mut new.checks, kept, |item: &Check| {
        item.name.starts_with(&format!("{}_", name.name)) || item.name.len() == strobila::schema::MAX_NAME
    });
}

fn is_generated(table: &Name, index: &Index) -> bool {
    let keys = index.parts.iter().map(IndexPart::as_column);
    let columns: Vec<String> = index.columns().map(str::to_owned).collect();
    index.name == index_name(&table.name, keys) || index.name == unique_name(&table.name, &columns)
}

fn keep<C: Constraint>(
    table: &Name,
    old: &BTreeMap<String, C>,
    new: &mut BTreeMap<String, C>,
    kept: &mut BTreeSet<Name>,
    is_generated: impl Fn(&C) -> bool,
) {
    if old == new {
        return;
    }
    // What is as it was, and what a person named, keep their names; the rest takes what is left.
    let is_settled = |item: &&C| old.get(item.name()) == Some(*item) || !is_generated(item);
    let mut out: BTreeMap<String, C> =
        new.values().filter(is_settled).map(|item| (item.name().to_owned(), item.clone())).collect();
    let mut free: Vec<&C> = old.values().filter(|item| !out.contains_key(item.name())).collect();
    let mut newer = Vec::new();
    for item in new.values().filter(|item| !is_settled(item)) {
        match free.iter().position(|before| before.is_like(item)) {
            Some(at) => {
                let name = free.remove(at).name().to_owned();
                out.insert(name.clone(), item.with_name(&name));
                kept.insert(table.sibling(name));
            }
            None => newer.push(item),
        }
    }
    for item in newer {
        let is_taken = |name: &str| out.contains_key(name);
        let name = if is_taken(item.name()) {
            fresh_name(item.name(), |name| is_taken(name) || old.contains_key(name) || new.contains_key(name))
        } else {
            item.name().to_owned()
        };
        out.insert(name.clone(), item.with_name(&name));
    }
    *new = out;
}

/// Gives new tables' generated names a number where an older table keeps the same name.
fn give_way(next: &mut Schema, kept: &BTreeSet<Name>) {
    let mut owners: BTreeMap<Name, usize> = BTreeMap::new();
    for table in next.tables.values() {
        for name in table.relation_names() {
            *owners.entry(table.name.sibling(name)).or_default() += 1;
        }
    }
    let clashes: BTreeSet<&Name> = kept.iter().filter(|name| owners.get(*name) > Some(&1)).collect();
    if clashes.is_empty() {
        return;
    }
    let has_clash =
        |table: &&Table| table.relation_names().any(|name| clashes.contains(&table.name.sibling(name)));
    let concerned: Vec<Name> =
        next.tables.values().filter(has_clash).map(|table| table.name.clone()).collect();
    for name in &concerned {
        let Some(table) = next.tables.get_mut(name) else { continue };
        let schema = table.name.clone();
        let clash = |name: &str| {
            clashes
                .contains(&schema.sibling(name))
                .then(|| fresh_name(name, |name| owners.contains_key(&schema.sibling(name))))
        };
        if let Some(key) = &mut table.primary_key
            && key.name == primary_key_name(&schema.name)
            && let Some(name) = clash(&key.name)
        {
            key.name = name;
        }
        let uniques =
            table.uniques.values().filter(|item| item.name == unique_name(&schema.name, &item.columns));
        for (old, new) in
            uniques.filter_map(|item| Some((item.clone(), clash(&item.name)?))).collect::<Vec<_>>()
        {
            table.uniques.remove(&old.name);
            table.uniques.insert(new.clone(), old.with_name(&new));
        }
        let indexes = table.indexes.values().filter(|item| is_generated(&schema, item));
        for (old, new) in
            indexes.filter_map(|item| Some((item.clone(), clash(&item.name)?))).collect::<Vec<_>>()
        {
            table.indexes.remove(&old.name);
            table.indexes.insert(new.clone(), old.with_name(&new));
        }
    }
}
