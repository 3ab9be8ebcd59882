//! What leads from one schema to another.

mod align;
mod aside;
mod order;
mod rename;
mod restate;
mod table;

use std::collections::BTreeMap;

use strobila::operation::{Applier, Operation, Plan, Refusal, apply_all};
use strobila::schema::{Column, Enum, ForeignKey, Schema, Table};

pub use align::align;
pub use rename::Renames;
pub(crate) use rename::{ASIDE, still_to_do};

/// Compares two schemas of one kind, both portable or both normalised for one target.
///
/// The plan's `next` is `next` with each table's columns in the order of `prev`, new ones behind them.
/// Names are taken as they stand: a constraint that differs in nothing but its name is renamed. To keep
/// generated names as they were when they were made, pass `next` through [`align`] first.
pub fn diff(prev: &Schema, next: &Schema, renames: &Renames) -> Plan {
    lead(prev, in_order_of(prev, next, renames, false), renames)
}

/// As [`diff`], but new columns stand where `next` has them, for a database that can put them there. Those
/// that stay keep the order of `prev`.
pub fn diff_in_place(prev: &Schema, next: &Schema, renames: &Renames) -> Plan {
    lead(prev, in_order_of(prev, next, renames, true), renames)
}

/// What leads to `next`, in which columns that stay have the order of `prev`.
fn lead(prev: &Schema, next: Schema, renames: &Renames) -> Plan {
    let mut work = Work::new(prev);
    rename::enums(&mut work, &next, renames);
    rename::tables(&mut work, &next, renames);
    rename::columns(&mut work, &next, renames);
    let mut changes = Changes::default();
    compare_enums(work.schema(), &next, &mut changes);
    for (name, table) in &next.tables {
        match work.schema().tables.get(name) {
            Some(old) => table::compare(old, table, &mut changes),
            None => changes.created.push(table),
        }
    }
    for (name, table) in &work.schema().tables {
        if !next.tables.contains_key(name) {
            changes.dropped.push(table.clone());
        }
    }
    restate::dependents(work.schema(), &next, &mut changes);
    let operations = work.finish(changes, &next);
    Plan { prev: prev.clone(), next, operations }
}

/// Checks that a plan leads exactly where it says.
///
/// # Errors
/// [`Unsound`] with the operation that a server would refuse, or with the first thing that differs.
pub fn check(plan: &Plan) -> Result<(), Unsound> {
    let mut schema = plan.prev.clone();
    apply_all(&mut schema, &plan.operations)?;
    if schema == plan.next {
        return Ok(());
    }
    let name = plan
        .next
        .tables
        .iter()
        .find(|(name, table)| schema.tables.get(name) != Some(table))
        .map(|(name, _)| name)
        .or_else(|| schema.tables.keys().find(|name| !plan.next.tables.contains_key(name)));
    Err(Unsound::Differs(name.map_or_else(|| "the enums".to_owned(), |name| format!("table {name}"))))
}

/// A plan that does not lead where it says: a bug of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// A server would refuse an operation.
    #[error("the plan does not run: {0}")]
    Refused(#[from] Refusal),
    /// Something is not what it should be at the end.
    #[error("the plan leads elsewhere: {0} differs")]
    Differs(String),
}

/// `next` with every table's columns in the order of `prev`; new ones behind them, or in their place behind
/// the one that `next` has before them.
fn in_order_of(prev: &Schema, next: &Schema, renames: &Renames, in_place: bool) -> Schema {
    let mut ordered = next.clone();
    for (name, table) in &next.tables {
        let old = renames.old_table(name).and_then(|old| prev.tables.get(old));
        let Some(old) = old else { continue };
        let places: BTreeMap<&str, usize> =
            old.columns.iter().enumerate().map(|(at, column)| (column.name.as_str(), at)).collect();
        let place = |column: &Column| {
            let before = renames.old_column(name, &column.name);
            before.and_then(|before| places.get(before)).copied().unwrap_or(usize::MAX)
        };
        if !table.columns.is_sorted_by_key(place)
            && let Some(table) = ordered.tables.get_mut(name)
        {
            if in_place {
                // Those that stay take each other's places.
                let stays = |column: &Column| place(column) < usize::MAX;
                let mut kept: Vec<Column> =
                    table.columns.iter().filter(|column| stays(column)).cloned().collect();
                kept.sort_by_key(place);
                let mut kept = kept.into_iter();
                let slots = table.columns.iter_mut().filter(|column| stays(column));
                slots.for_each(|slot| slot.clone_from(&kept.next().expect("there are as many")));
            } else {
                table.columns.sort_by_key(place);
            }
        }
    }
    ordered
}

/// The operations so far, and the schema they lead to.
struct Work {
    applier: Applier,
    operations: Vec<Operation>,
}

/// What is to be done, by the part of the plan it belongs to.
#[derive(Default)]
struct Changes<'a> {
    /// Drops and renames of what stands on tables: before anything is made.
    before: Vec<Operation>,
    /// Changes of enums: before the columns that use them.
    enums: Vec<Operation>,
    /// Tables that are new.
    created: Vec<&'a Table>,
    /// What is added and altered.
    after: Vec<Operation>,
    /// Tables that go.
    dropped: Vec<Table>,
}

impl Work {
    fn new(prev: &Schema) -> Self {
        Work { applier: Applier::new(prev.clone()), operations: Vec::new() }
    }

    fn schema(&self) -> &Schema {
        self.applier.schema()
    }

    /// Adds an operation and runs it on the working schema. One that is refused is kept: [`check`]
    /// reports it, with the reason.
    fn push(&mut self, operation: Operation) {
        let _check_reports_it = self.applier.apply(&operation);
        self.operations.push(operation);
    }

    fn finish(mut self, mut changes: Changes<'_>, next: &Schema) -> Vec<Operation> {
        let renames = aside::step_aside(&mut changes);
        changes.before.splice(0..0, renames);
        let Changes { mut before, enums, created, mut after, dropped } = changes;
        let (drop_keys, dropped) = order::drops(dropped);
        before.extend(drop_keys);
        before.sort_by_key(Operation::rank);
        aside::settle_names(&mut before, [self.schema(), next]);
        before.into_iter().chain(enums).for_each(|operation| self.push(operation));
        after.extend(self.create(created, next));
        after.extend(dropped.into_iter().map(|table| Operation::DropTable { table }));
        let gone = self.schema().enums.values().filter(|item| !next.enums.contains_key(&item.name));
        after.extend(gone.map(|item| Operation::DropEnum { item: item.clone() }));
        after.sort_by_key(Operation::rank);
        self.operations.extend(after);
        self.operations
    }

    /// Creates tables, those that others point at first; returns the foreign keys that must wait until
    /// everything they point at is there.
    fn create(&mut self, created: Vec<&Table>, next: &Schema) -> Vec<Operation> {
        let mut late = Vec::new();
        for mut table in order::parents_first(created.into_iter().cloned().collect()) {
            let keys = std::mem::take(&mut table.foreign_keys);
            for (name, key) in keys {
                if self.has_final_target(&table, &key, next) {
                    table.foreign_keys.insert(name, key);
                } else {
                    late.push(Operation::AddForeignKey { table: table.name.clone(), foreign_key: key });
                }
            }
            self.applier.insert(table.clone());
            self.operations.push(Operation::CreateTable { table });
        }
        late
    }

    /// Whether the columns that a foreign key points at are there already, as they will stay.
    fn has_final_target(&self, table: &Table, key: &ForeignKey, next: &Schema) -> bool {
        if key.references == table.name {
            return table.is_key(&key.target);
        }
        let (Some(now), Some(then)) =
            (self.schema().tables.get(&key.references), next.tables.get(&key.references))
        else {
            return false;
        };
        let type_of = |table: &Table, name: &str| table.column(name).map(|column| column.ty.clone());
        now.is_key(&key.target) && key.target.iter().all(|name| type_of(now, name) == type_of(then, name))
    }
}

fn compare_enums(prev: &Schema, next: &Schema, changes: &mut Changes<'_>) {
    for (name, item) in &next.enums {
        match prev.enums.get(name) {
            None => changes.enums.push(Operation::CreateEnum { item: item.clone() }),
            Some(old) if old == item => {}
            Some(old) => compare_values(old, item, changes),
        }
    }
    changes.enums.sort_by_key(Operation::rank);
}

/// Values are added one by one where that is all there is to do; else the list is replaced.
fn compare_values(old: &Enum, new: &Enum, changes: &mut Changes<'_>) {
    let kept: Vec<&String> = new.values.iter().filter(|value| old.values.contains(value)).collect();
    let only_added = kept.len() == old.values.len() && kept.iter().zip(&old.values).all(|(a, b)| *a == b);
    if !only_added || old.storage != new.storage {
        changes.enums.push(Operation::ReplaceEnum { from: old.clone(), to: new.clone() });
        return;
    }
    for (at, value) in new.values.iter().enumerate().filter(|(_, value)| !old.values.contains(value)) {
        let before = new.values[at..].iter().find(|other| old.values.contains(other)).cloned();
        changes.enums.push(Operation::AddEnumValue { name: new.name.clone(), value: value.clone(), before });
    }
}

#[cfg(test)]
mod tests;
