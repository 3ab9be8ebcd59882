//! What things were called in earlier migrations: so that a swap by attributes is done once.

use std::collections::{BTreeMap, BTreeSet};

use strobila::model::Hints;
use strobila::operation::Operation;
use strobila::schema::{Name, Schema};

use crate::fold::{Chain, FoldError, operations, sorted};

/// The names that tables, columns, enums and values had before, by the names they have now.
#[derive(Debug, Default)]
struct Lineage {
    tables: BTreeMap<Name, BTreeSet<Name>>,
    columns: BTreeMap<(Name, String), BTreeSet<String>>,
    enums: BTreeMap<Name, BTreeSet<Name>>,
    values: BTreeMap<(Name, String), BTreeSet<String>>,
}

/// Takes away the attributes that a migration has followed, where the names alone do not tell: the new
/// one was there already. A migration that `is_out`, by module and name, does not count.
///
/// # Errors
/// Operations that cannot be read.
pub(crate) fn forget_done(
    hints: &mut Hints,
    prev: &Schema,
    chains: &[Chain<'_>],
    is_out: impl Fn(&str, &str) -> bool,
) -> Result<(), FoldError> {
    let column =
        |table: &Name, name: &str| prev.tables.get(table).is_some_and(|table| table.column(name).is_some());
    let value = |name: &Name, value: &str| {
        prev.enums.get(name).is_some_and(|item| item.values.iter().any(|other| other == value))
    };
    let (table_is_new, enum_is_new) =
        (|name: &Name| !prev.tables.contains_key(name), |name: &Name| !prev.enums.contains_key(name));
    // Reading all operations again is for these alone.
    let is_doubtful = hints.tables.iter().any(|(new, old)| !table_is_new(new) && !table_is_new(old))
        || hints.enums.iter().any(|(new, old)| !enum_is_new(new) && !enum_is_new(old))
        || hints
            .columns
            .iter()
            .any(|((table, new), old)| table_is_new(table) || (column(table, new) && column(table, old)))
        || hints
            .values
            .iter()
            .any(|((name, new), old)| enum_is_new(name) || (value(name, new) && value(name, old)));
    if !is_doubtful {
        return Ok(());
    }
    let mut lineage = Lineage::default();
    let entries = sorted(chains)?;
    for entry in entries.iter().filter(|entry| !is_out(entry.module, entry.migration.name)) {
        for operation in operations(entry.module, entry.migration)? {
            lineage.follow(&operation);
        }
    }
    let Lineage { tables, columns, enums, values } = lineage;
    hints.tables.retain(|new, old| !tables.get(new).is_some_and(|was| was.contains(old)));
    hints.enums.retain(|new, old| !enums.get(new).is_some_and(|was| was.contains(old)));
    // Where an owner is not there under its name, an attribute says what it was, or any may be renamed so.
    let is_owner = |owner: &Name, is_new: bool, was: Option<&Name>, other: &Name| match was {
        _ if !is_new => other == owner,
        Some(was) => other == was,
        None => true,
    };
    let table_was = |name: &Name| hints.tables.get(name).filter(|was| !table_is_new(was));
    let enum_was = |name: &Name| hints.enums.get(name).filter(|was| !enum_is_new(was));
    hints.columns.retain(|(table, new), old| {
        let is_table = |other: &Name| is_owner(table, table_is_new(table), table_was(table), other);
        !is_done(&columns, new, old, column, is_table)
    });
    hints.values.retain(|(name, new), old| {
        let is_enum = |other: &Name| is_owner(name, enum_is_new(name), enum_was(name), other);
        !is_done(&values, new, old, value, is_enum)
    });
    Ok(())
}

/// Whether the item is there, in what may be its owner, and was called so once.
fn is_done(
    names: &BTreeMap<(Name, String), BTreeSet<String>>,
    new: &str,
    old: &str,
    is_there: impl Fn(&Name, &str) -> bool,
    is_owner: impl Fn(&Name) -> bool,
) -> bool {
    names.iter().any(|((other, item), was)| {
        item == new && is_owner(other) && was.contains(old) && is_there(other, item)
    })
}

impl Lineage {
    fn follow(&mut self, operation: &Operation) {
        match operation {
            Operation::RenameTable { from, to } => {
                rename(&mut self.tables, from, to);
                rekey(&mut self.columns, from, to);
            }
            Operation::RenameEnum { from, to } => {
                rename(&mut self.enums, from, to);
                rekey(&mut self.values, from, to);
            }
            Operation::RenameColumn { table, from, to } => within(&mut self.columns, table, from, to),
            Operation::RenameEnumValue { name, from, to } => within(&mut self.values, name, from, to),
            Operation::DropTable { table } => {
                self.tables.remove(&table.name);
                self.columns.retain(|(name, _), _| *name != table.name);
            }
            Operation::DropColumn { table, column } => {
                self.columns.remove(&(table.clone(), column.name.clone()));
            }
            Operation::DropEnum { item } => {
                self.enums.remove(&item.name);
                self.values.retain(|(name, _), _| *name != item.name);
            }
            Operation::ReplaceEnum { to, .. } => {
                self.values.retain(|(name, value), _| *name != to.name || to.values.contains(value));
            }
            Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. }
            | Operation::DropForeignKey { .. }
            | Operation::DropCheck { .. }
            | Operation::DropIndex { .. }
            | Operation::DropUnique { .. }
            | Operation::DropExclusion { .. }
            | Operation::DropPrimaryKey { .. }
            | Operation::RenameIndex { .. }
            | Operation::RenameConstraint { .. }
            | Operation::CreateEnum { .. }
            | Operation::AddEnumValue { .. }
            | Operation::CreateTable { .. }
            | Operation::AddColumn { .. }
            | Operation::AlterColumn { .. }
            | Operation::AddPrimaryKey { .. }
            | Operation::AddUnique { .. }
            | Operation::AddExclusion { .. }
            | Operation::AddIndex { .. }
            | Operation::AddCheck { .. }
            | Operation::AddForeignKey { .. }
            | Operation::SetTableComment { .. }
            | Operation::SetTableOptions { .. } => {}
        }
    }
}

fn rename<K: Ord + Clone>(names: &mut BTreeMap<K, BTreeSet<K>>, from: &K, to: &K) {
    let mut was = names.remove(from).unwrap_or_default();
    was.insert(from.clone());
    names.insert(to.clone(), was);
}

fn within(names: &mut BTreeMap<(Name, String), BTreeSet<String>>, owner: &Name, from: &str, to: &str) {
    let mut was = names.remove(&(owner.clone(), from.to_owned())).unwrap_or_default();
    was.insert(from.to_owned());
    names.insert((owner.clone(), to.to_owned()), was);
}

fn rekey<V>(names: &mut BTreeMap<(Name, String), V>, from: &Name, to: &Name) {
    let own: Vec<(Name, String)> = names.keys().filter(|(owner, _)| owner == from).cloned().collect();
    for key in own {
        if let Some(value) = names.remove(&key) {
            names.insert((to.clone(), key.1), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use strobila::Migration;
    use strobila::schema::{Column, Table, Type};

    use super::*;

    #[test]
    fn what_another_table_s_column_was_called_says_nothing_of_a_table_renamed_by_attribute() {
        let table = |name: &str, column: &str| {
            let mut table = Table::new(name);
            table.columns = vec![Column::new(column, Type::Text)];
            table
        };
        let mut prev = Schema::default();
        prev.insert(table("post", "title"));
        prev.insert(table("note", "name"));
        let renamed = Migration::new("Migration202611201326")
            .operations(r#"{"rename_column":{"table":"post","from":"name","to":"title"}}"#);
        let chains = [Chain { module: "m", migrations: &[&renamed] }];
        let mut hints = Hints::default();
        hints.columns.insert(("memo".into(), "title".to_owned()), "name".to_owned());
        let mut by_flag = hints.clone();
        hints.tables.insert("memo".into(), "note".into());
        let before = hints.clone();
        forget_done(&mut hints, &prev, &chains, |_, _| false).unwrap();
        assert_eq!(hints, before, "note.name was never renamed");
        forget_done(&mut by_flag, &prev, &chains, |_, _| false).unwrap();
        assert_eq!(by_flag, Hints::default(), "a flag may rename post to memo");
    }

    #[test]
    fn a_swap_that_a_migration_made_is_done() {
        let mut table = Table::new("pair");
        table.columns = vec![Column::new("a", Type::Text), Column::new("b", Type::Text)];
        let mut prev = Schema::default();
        prev.insert(table);
        let mut hints = Hints::default();
        for (new, old) in [("a", "b"), ("b", "a")] {
            hints.columns.insert(("old_pair".into(), new.to_owned()), old.to_owned());
            hints.columns.insert(("pair".into(), new.to_owned()), old.to_owned());
        }
        let swap = Migration::new("Migration202611201326").operations(
            r#"
            {"rename_column":{"table":"old_pair","from":"a","to":"strobila_old_a"}}
            {"rename_column":{"table":"old_pair","from":"b","to":"a"}}
            {"rename_column":{"table":"old_pair","from":"strobila_old_a","to":"b"}}
            {"rename_table":{"from":"old_pair","to":"pair"}}"#,
        );
        let mut untouched = hints.clone();
        forget_done(&mut untouched, &prev, &[Chain { module: "m", migrations: &[] }], |_, _| false).unwrap();
        assert_eq!(untouched, hints, "nothing was done");
        let done = [Chain { module: "m", migrations: &[&swap] }];
        forget_done(&mut untouched, &prev, &done, |_, name| name == swap.name).unwrap();
        assert_eq!(untouched, hints, "it is planned again");
        forget_done(&mut hints, &prev, &done, |_, _| false).unwrap();
        assert_eq!(hints, Hints::default(), "under the name of before too");
    }
}
