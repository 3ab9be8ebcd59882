//! Keys and indexes that come and go.
//!
//! A foreign key needs an index that begins with its columns at any time, and a counter
//! (AUTO_INCREMENT) a key that begins with it. So an index that a foreign key leans on stays until the
//! statement that brings another, and a counter stops while it has no key.

use std::collections::BTreeSet;

use super::super::normalize::{begins_with, supports};
use super::{Run, add, alter, backticked, column, drop_index, expected, list, table, unsupported};
use crate::dialect::{Unit, Unsupported};
use crate::operation::Operation;
use crate::schema::{Column, ForeignKey, Index, IndexPart, Name, PrimaryKey, Table, Unique};

/// What is not yet as the plan has it.
#[derive(Default)]
pub(super) struct Keys {
    /// Operations that drop a key, and wait for another.
    waiting: Vec<(Name, usize)>,
    /// Counters that do not count, since they have no key for now.
    stopped: BTreeSet<(Name, String)>,
}

impl Keys {
    /// The column without its counter, where that has no key now; it is noted, to be started again.
    pub(super) fn without_counter(&mut self, table: &Table, column: &Column) -> Column {
        let place = (table.name.clone(), column.name.clone());
        if column.identity.is_none() || leads_a_key(table, &column.name) {
            self.stopped.remove(&place);
            return column.clone();
        }
        self.stopped.insert(place);
        Column { identity: None, ..column.clone() }
    }

    /// The drops that wait for a key of the table; they wait no longer.
    fn waited(&mut self, table: &Name) -> Vec<usize> {
        let waiting = std::mem::take(&mut self.waiting);
        let (mine, others): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(name, _)| name == table);
        self.waiting = others;
        mine.into_iter().map(|(_, dropped)| dropped).collect()
    }

    pub(super) fn rename(&mut self, table: &Name, from: &str, to: &str) {
        if self.stopped.remove(&(table.clone(), from.to_owned())) {
            self.stopped.insert((table.clone(), to.to_owned()));
        }
    }
}

impl Run<'_> {
    /// Drops or adds a key; what waits for it comes along.
    pub(super) fn key(&mut self, at: usize, all: &[Operation]) -> Result<(), Unsupported> {
        let operation = &all[at];
        let before = self.table(operation)?.clone();
        if is_drop(operation) {
            let after = without(&before, operation);
            let leans = |table: &Table| {
                before.foreign_keys.values().filter(|key| !supports(table, &key.columns)).count()
            };
            if leans(&after) > leans(&before) && comes_later(&before.name, &all[at + 1..]) {
                self.keys.waiting.push((before.name.clone(), at));
                return self.follow(at, all);
            }
            let mut clauses = self.stop_counter(&before, &after);
            clauses.extend(clause(operation));
            return self.finish(vec![at], clauses, &before, all);
        }
        let mut operations = self.keys.waited(&before.name);
        match operations.is_empty() {
            true => operations.push(at),
            // Any of the others may be what the foreign key will lean on.
            false => operations.extend(self.additions(&before.name, at, all)),
        }
        let clauses = operations.iter().filter_map(|next| clause(&all[*next])).collect();
        self.finish(operations, clauses, &before, all)
    }

    /// One statement with all the clauses, and with the counters that have a key by it.
    fn finish(
        &mut self,
        operations: Vec<usize>,
        mut clauses: Vec<String>,
        before: &Table,
        all: &[Operation],
    ) -> Result<(), Unsupported> {
        for at in &operations {
            if !self.done[*at] {
                self.follow(*at, all)?;
            }
        }
        if let Some(after) = self.schema().tables.get(&before.name).cloned() {
            clauses.extend(self.start_counter(&after));
        }
        let mut unit =
            Unit { operations, statements: vec![alter(&before.name, &clauses)], ..Unit::default() };
        if clauses.iter().any(|clause| clause.starts_with("MODIFY COLUMN")) {
            unit.expects = vec![expected(before)];
        }
        self.push(unit);
        Ok(())
    }

    /// The operations from `at` on that add a key to the table.
    fn additions(&self, table: &Name, at: usize, all: &[Operation]) -> Vec<usize> {
        (at..all.len())
            .filter(|next| !self.done[*next] && adds_key(&all[*next]) && all[*next].table() == Some(table))
            .collect()
    }

    fn stop_counter(&mut self, before: &Table, after: &Table) -> Vec<String> {
        let counted = before.columns.iter().find(|column| column.identity.is_some());
        let Some(counted) = counted.filter(|column| !leads_a_key(after, &column.name)) else {
            return Vec::new();
        };
        if self.keys.stopped.contains(&(before.name.clone(), counted.name.clone())) {
            return Vec::new();
        }
        let plain = self.keys.without_counter(after, counted);
        vec![column::modify(&plain, self.target)]
    }

    fn start_counter(&mut self, after: &Table) -> Option<String> {
        let counted = after.columns.iter().find(|column| {
            leads_a_key(after, &column.name)
                && self.keys.stopped.contains(&(after.name.clone(), column.name.clone()))
        })?;
        self.keys.stopped.remove(&(after.name.clone(), counted.name.clone()));
        Some(column::modify(counted, self.target))
    }

    /// Adds a column that counts, together with its key: the server numbers the rows that are there.
    pub(super) fn add_counter(
        &mut self,
        at: usize,
        all: &[Operation],
        name: &Name,
    ) -> Result<(), Unsupported> {
        let Operation::AddColumn { column, place, .. } = &all[at] else { return Ok(()) };
        let before = self.table(&all[at])?.clone();
        let mut after = before.clone();
        after.columns.push(column.clone());
        let fits = |key: &Operation| match key_columns(key) {
            Some(columns) => {
                columns.first() == Some(&column.name.as_str())
                    && columns.iter().all(|name| after.column(name).is_some())
            }
            None => false,
        };
        let key = self.additions(name, at, all).into_iter().find(|next| fits(&all[*next]));
        let Some(key) = key else {
            let help = "add the other columns of its key in a migration before";
            return Err(unsupported(self.target, name, Some(&column.name), "identity without a key", help));
        };
        let dropped = self.keys.waited(name);
        let keys = match dropped.is_empty() {
            true => vec![key],
            false => self.additions(name, at, all),
        };
        // What names a column that is yet to come waits for it.
        let keys = keys.into_iter().filter(|next| {
            key_columns(&all[*next]).is_none_or(|names| names.iter().all(|name| after.column(name).is_some()))
        });
        let keys: Vec<usize> = keys.collect();
        let mut clauses: Vec<String> = dropped.iter().filter_map(|next| clause(&all[*next])).collect();
        clauses.push(column::add_clause(column, place.as_ref(), self.target));
        clauses.extend(keys.iter().filter_map(|next| clause(&all[*next])));
        // The column is there before its key.
        let operations = [dropped, vec![at], keys].concat();
        self.finish(operations, clauses, &before, all)
    }
}

/// What an operation does to a key.
enum Change<'a> {
    Drops(&'a str),
    DropsPrimary,
    AddsPrimary(&'a PrimaryKey),
    AddsUnique(&'a Unique),
    AddsIndex(&'a Index),
}

fn change(operation: &Operation) -> Option<Change<'_>> {
    match operation {
        Operation::DropIndex { index, .. } => Some(Change::Drops(&index.name)),
        Operation::DropUnique { unique, .. } => Some(Change::Drops(&unique.name)),
        Operation::DropPrimaryKey { .. } => Some(Change::DropsPrimary),
        Operation::AddPrimaryKey { primary_key, .. } => Some(Change::AddsPrimary(primary_key)),
        Operation::AddUnique { unique, .. } => Some(Change::AddsUnique(unique)),
        Operation::AddIndex { index, .. } => Some(Change::AddsIndex(index)),
        Operation::ReleaseTable { .. }
        | Operation::AdoptTable { .. }
        | Operation::ReleaseEnum { .. }
        | Operation::AdoptEnum { .. }
        | Operation::RenameEnum { .. }
        | Operation::RenameEnumValue { .. }
        | Operation::RenameTable { .. }
        | Operation::RenameColumn { .. }
        | Operation::DropForeignKey { .. }
        | Operation::DropCheck { .. }
        | Operation::DropExclusion { .. }
        | Operation::RenameIndex { .. }
        | Operation::RenameConstraint { .. }
        | Operation::CreateEnum { .. }
        | Operation::AddEnumValue { .. }
        | Operation::ReplaceEnum { .. }
        | Operation::CreateTable { .. }
        | Operation::AddColumn { .. }
        | Operation::AlterColumn { .. }
        | Operation::AddExclusion { .. }
        | Operation::AddCheck { .. }
        | Operation::AddForeignKey { .. }
        | Operation::SetTableComment { .. }
        | Operation::SetTableOptions { .. }
        | Operation::DropColumn { .. }
        | Operation::DropTable { .. }
        | Operation::DropEnum { .. } => None,
    }
}

/// Clauses that keep the name of an index which the server may have made for a foreign key without a name:
/// it is called as the first column, and the server replaces it by one of the next foreign key's name unless
/// somebody made it.
pub(super) fn kept_by_name(table: &Table, key: &ForeignKey) -> Vec<String> {
    let is_made_by_server = |index: &&Index| {
        let rest = key.columns.first().and_then(|column| index.name.strip_prefix(column.as_str()));
        let number = rest.and_then(|rest| rest.strip_prefix('_').or(Some(rest)));
        number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
            && index.name != key.name
            && !index.unique
            && index.parts.len() == key.columns.len()
            && begins_with(index, &key.columns)
    };
    let made = table.indexes.values().filter(is_made_by_server);
    made.flat_map(|index| [drop_index(&index.name), add(&table::index(index))]).collect()
}

/// The columns that a key begins with, if it has no expressions.
fn key_columns(operation: &Operation) -> Option<Vec<&str>> {
    match change(operation)? {
        Change::AddsPrimary(key) => Some(key.columns.iter().map(String::as_str).collect()),
        Change::AddsUnique(unique) => Some(unique.columns.iter().map(String::as_str).collect()),
        Change::AddsIndex(index) => index.parts.iter().map(IndexPart::as_column).collect(),
        Change::Drops(_) | Change::DropsPrimary => None,
    }
}

fn is_drop(operation: &Operation) -> bool {
    matches!(change(operation), Some(Change::Drops(_) | Change::DropsPrimary))
}

fn adds_key(operation: &Operation) -> bool {
    change(operation).is_some() && !is_drop(operation)
}

fn comes_later(table: &Name, later: &[Operation]) -> bool {
    later.iter().any(|operation| adds_key(operation) && operation.table() == Some(table))
}

fn leads_a_key(table: &Table, column: &str) -> bool {
    let columns = [column.to_owned()];
    table.primary_key.as_ref().is_some_and(|key| key.columns.starts_with(&columns))
        || table.uniques.values().any(|unique| unique.columns.starts_with(&columns))
        || table.indexes.values().any(|index| begins_with(index, &columns))
}

fn without(table: &Table, operation: &Operation) -> Table {
    let mut table = table.clone();
    match change(operation) {
        Some(Change::Drops(name)) => {
            table.indexes.remove(name);
            table.uniques.remove(name);
        }
        Some(Change::DropsPrimary) => table.primary_key = None,
        Some(Change::AddsPrimary(_) | Change::AddsUnique(_) | Change::AddsIndex(_)) | None => {}
    }
    table
}

fn clause(operation: &Operation) -> Option<String> {
    Some(match change(operation)? {
        Change::Drops(name) => drop_index(name),
        Change::DropsPrimary => "DROP PRIMARY KEY".to_owned(),
        Change::AddsPrimary(key) => add(&table::primary_key(key)),
        Change::AddsUnique(unique) => {
            add(&format!("UNIQUE INDEX {} ({})", backticked(&unique.name), list(&unique.columns)))
        }
        Change::AddsIndex(index) => add(&table::index(index)),
    })
}
