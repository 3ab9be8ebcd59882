//! Runs operations on a schema in memory, and refuses what a server would refuse.

mod lookup;
mod parts;
mod rename;
mod rules;

use std::collections::BTreeMap;

use super::Operation;
use crate::schema::{Enum, ForeignKey, Name, Schema, Table, Tables};
use lookup::Lookup;
use rules::{columns_exist, has_target, type_exists};

/// Why an operation cannot run on a schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot {operation}: {reason}")]
pub struct Refusal {
    /// What was to be done.
    pub operation: String,
    /// Why it cannot.
    pub reason: String,
}

/// Runs operations in their order.
///
/// # Errors
/// The first [`Refusal`]; the schema is then as it was before that operation.
pub fn apply_all<'a>(
    schema: &mut Schema,
    operations: impl IntoIterator<Item = &'a Operation>,
) -> Result<(), Refusal> {
    let mut applier = Applier::new(std::mem::take(schema));
    let result = operations.into_iter().try_for_each(|operation| applier.apply(operation));
    *schema = applier.into_schema();
    result
}

/// Runs one operation. An [`Applier`] runs many in less time.
///
/// # Errors
/// [`Refusal`] when a database would refuse it: a name that is taken or missing, a column that
/// something else still uses, a foreign key without a key at its target.
pub fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Refusal> {
    apply_all(schema, [operation])
}

/// A schema that operations are run on, one after another.
///
/// It keeps track of who uses what, so an operation takes time by its table, not by the schema.
#[derive(Debug, Clone, Default)]
pub struct Applier {
    schema: Schema,
    lookup: Lookup,
    shared: Tables,
}

type Change<T = ()> = Result<T, String>;

impl Applier {
    /// Begins with a schema.
    pub fn new(schema: Schema) -> Self {
        Applier { schema, ..Applier::default() }
    }

    /// Begins with nothing. A table that is made just as one of these is shared with them, so that memory
    /// holds it once.
    pub fn sharing(shared: Tables) -> Self {
        Applier { shared, ..Applier::default() }
    }

    /// The schema as it is now.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The schema at the end.
    pub fn into_schema(self) -> Schema {
        self.schema
    }

    /// Runs one operation.
    ///
    /// # Errors
    /// [`Refusal`] when a database would refuse it; the schema is then as it was.
    pub fn apply(&mut self, operation: &Operation) -> Result<(), Refusal> {
        self.change(operation).map_err(|reason| Refusal { operation: operation.to_string(), reason })
    }

    /// Runs one operation that is not needed any more: a table that it creates is kept, not copied.
    ///
    /// # Errors
    /// As [`Applier::apply`].
    pub fn run(&mut self, operation: Operation) -> Result<(), Refusal> {
        match operation {
            Operation::CreateTable { table } if self.table_may_stand(&table).is_ok() => {
                self.insert(table);
                Ok(())
            }
            operation => self.apply(&operation),
        }
    }

    fn change(&mut self, operation: &Operation) -> Change {
        match operation {
            Operation::ReleaseTable { table, .. } => self.take_table(&table.name),
            Operation::AdoptTable { table, .. } => {
                self.table_is_new(table)?;
                self.insert(table.clone());
                Ok(())
            }
            Operation::ReleaseEnum { item, .. } => take(&mut self.schema.enums, &item.name),
            Operation::AdoptEnum { item, .. } | Operation::CreateEnum { item } => {
                insert(&mut self.schema.enums, item.name.clone(), item.clone())
            }
            Operation::RenameEnum { from, to } => self.rename_enum(from, to),
            Operation::RenameEnumValue { name, from, to } => self.rename_value(name, from, to),
            Operation::RenameTable { from, to } => self.rename_table(from, to),
            Operation::RenameColumn { table, from, to } => self.rename_column(table, from, to),
            Operation::DropForeignKey { table, foreign_key } => {
                self.edit(table, |table| take(&mut table.foreign_keys, &foreign_key.name))
            }
            Operation::DropCheck { table, check } => {
                self.edit(table, |table| take(&mut table.checks, &check.name))
            }
            Operation::DropIndex { table, index } => {
                self.edit_key(table, |table| take(&mut table.indexes, &index.name))
            }
            Operation::DropUnique { table, unique } => {
                self.edit_key(table, |table| take(&mut table.uniques, &unique.name))
            }
            Operation::DropExclusion { table, exclusion } => {
                self.edit(table, |table| take(&mut table.exclusions, &exclusion.name))
            }
            Operation::DropPrimaryKey { table, primary_key } => {
                self.drop_primary_key(table, &primary_key.name)
            }
            Operation::RenameIndex { table, from, to } => self.rename_index(table, from, to),
            Operation::RenameConstraint { table, from, to } => self.rename_constraint(table, from, to),
            Operation::AddEnumValue { name, value, before } => self.add_value(name, value, before.as_deref()),
            Operation::ReplaceEnum { from, to } => self.replace_enum(from, to),
            Operation::CreateTable { table } => {
                self.table_may_stand(table)?;
                self.insert(table.clone());
                Ok(())
            }
            Operation::AddColumn { table, column, place, .. } => {
                self.add_column(table, column, place.as_ref())
            }
            Operation::AlterColumn { table, from, to, .. } => self.alter_column(table, from, to),
            Operation::AddPrimaryKey { table, primary_key } => self.add_primary_key(table, primary_key),
            Operation::AddUnique { table, unique } => self.add_unique(table, unique),
            Operation::AddExclusion { table, exclusion } => self.add_exclusion(table, exclusion),
            Operation::AddIndex { table, index } => self.add_index(table, index),
            Operation::AddCheck { table, check } => {
                self.edit(table, |table| insert(&mut table.checks, check.name.clone(), check.clone()))
            }
            Operation::AddForeignKey { table, foreign_key } => self.add_foreign_key(table, foreign_key),
            Operation::SetTableComment { table, to, .. } => {
                let table = self.schema.tables.get_mut(table).ok_or_else(|| no_table(table))?;
                table.comment.clone_from(to);
                Ok(())
            }
            Operation::SetTableOptions { table, to, .. } => {
                let table = self.schema.tables.get_mut(table).ok_or_else(|| no_table(table))?;
                table.options.clone_from(to);
                Ok(())
            }
            Operation::DropColumn { table, column } => self.drop_column(table, &column.name),
            Operation::DropTable { table } => self.drop_table(&table.name),
            Operation::DropEnum { item } => self.drop_enum(&item.name),
        }
    }

    fn table(&self, name: &Name) -> Change<&Table> {
        self.schema.tables.get(name).ok_or_else(|| no_table(name))
    }

    /// Changes one table; `edit` leaves it as it was when it refuses.
    fn edit(&mut self, name: &Name, edit: impl FnOnce(&mut Table) -> Change) -> Change {
        let table = self.schema.tables.get_mut(name).ok_or_else(|| no_table(name))?;
        self.lookup.forget(table);
        let result = edit(table);
        self.lookup.note(table);
        result
    }

    /// Takes a key away from a table, unless a foreign key needs it.
    fn edit_key(&mut self, name: &Name, edit: impl FnOnce(&mut Table) -> Change) -> Change {
        let mut changed = self.table(name)?.clone();
        edit(&mut changed)?;
        self.keys_to(name).try_for_each(|(_, key)| has_target(Some(&changed), key))?;
        self.edit(name, |table| {
            *table = changed;
            Ok(())
        })
    }

    /// Every foreign key that points at a table, with the table it stands on.
    fn keys_to(&self, name: &Name) -> impl Iterator<Item = (&Table, &ForeignKey)> {
        self.lookup
            .referrers(&self.schema, name)
            .filter_map(|other| self.schema.tables.get(other))
            .flat_map(|other| other.foreign_keys.values().map(move |key| (other, key)))
            .filter(move |(_, key)| key.references == *name)
    }

    /// Adds a table without asking whether a database would take it; one of that name is replaced.
    pub fn insert(&mut self, table: Table) {
        if let Some(old) = self.schema.tables.get(&table.name) {
            self.lookup.forget(old);
        }
        self.lookup.note(&table);
        self.schema.tables.insert_shared(table, &self.shared);
    }

    /// Takes a table away without asking whether something needs it; the table, if it was there.
    pub fn remove(&mut self, name: &Name) -> Option<Table> {
        let table = self.schema.tables.remove(name)?;
        self.lookup.forget(&table);
        Some(table)
    }

    fn take_table(&mut self, name: &Name) -> Change {
        self.remove(name).map(drop).ok_or_else(|| missing(name))
    }

    // Tables, indexes and key constraints share one name space per schema in PostgreSQL; tables and
    // indexes do in SQLite. On MySQL those of a table are its own.
    fn relation_name_is_free(&self, owner: &Name, name: &str) -> Change {
        if self.schema.tables.get(owner).is_some_and(|table| table.own_names) {
            return Ok(());
        }
        self.name_is_free(owner, name)
    }

    /// Whether nothing has the name in the schema that `beside` is in.
    fn name_is_free(&self, beside: &Name, name: &str) -> Change {
        match self.lookup.holder(&self.schema, beside, name) {
            Some(table) => Err(format!("the name {name} is taken in table {table}")),
            None if self.lookup.is_table(&self.schema, beside, name) => {
                Err(format!("the name {name} is taken by a table"))
            }
            None => Ok(()),
        }
    }

    fn table_is_new(&self, table: &Table) -> Change {
        if self.lookup.is_table(&self.schema, &table.name, &table.name.name) {
            return Err(format!("table {} is already there", table.name));
        }
        self.name_is_free(&table.name, &table.name.name)?;
        table.relation_names().try_for_each(|name| self.name_is_free(&table.name, name))
    }

    fn table_may_stand(&self, table: &Table) -> Change {
        self.table_is_new(table)?;
        rules::stands_alone(table)?;
        table.columns.iter().try_for_each(|column| type_exists(&self.schema, &column.ty))?;
        for key in table.foreign_keys.values() {
            columns_exist(table, &key.columns)?;
            let own = (key.references == table.name).then_some(table);
            has_target(own.or_else(|| self.schema.tables.get(&key.references)), key)?;
        }
        Ok(())
    }

    fn drop_table(&mut self, name: &Name) -> Change {
        if let Some((_, key)) = self.keys_to(name).find(|(table, _)| table.name != *name) {
            return Err(format!("foreign key {} points at it", key.name));
        }
        self.take_table(name)
    }

    fn drop_enum(&mut self, name: &Name) -> Change {
        let users = self.lookup.users(&self.schema, name);
        let user = users.filter_map(|table| self.schema.tables.get(table)).find_map(|table| {
            let column = table.columns.iter().find(|column| column.ty.enum_name() == Some(name))?;
            Some(format!("{}.{} is of that type", table.name, column.name))
        });
        match user {
            Some(user) => Err(user),
            None => take(&mut self.schema.enums, name),
        }
    }

    fn replace_enum(&mut self, from: &Enum, to: &Enum) -> Change {
        let old = self.schema.enums.get_mut(&from.name).ok_or_else(|| missing(&from.name))?;
        if old != from {
            return Err("its values are not those the plan was made for".to_owned());
        }
        *old = to.clone();
        Ok(())
    }

    fn add_value(&mut self, name: &Name, value: &str, before: Option<&str>) -> Change {
        let item = self.schema.enums.get_mut(name).ok_or_else(|| missing(name))?;
        if item.values.iter().any(|other| other == value) {
            return Err(format!("value {value} is already there"));
        }
        let at = match before {
            None => item.values.len(),
            Some(before) => {
                item.values.iter().position(|other| other == before).ok_or_else(|| missing(before))?
            }
        };
        item.values.insert(at, value.to_owned());
        Ok(())
    }
}

fn missing(what: impl std::fmt::Display) -> String {
    format!("there is no {what}")
}

fn no_table(name: &Name) -> String {
    format!("there is no table {name}")
}

fn insert<K: Ord + std::fmt::Display, V>(map: &mut BTreeMap<K, V>, key: K, value: V) -> Change {
    if map.contains_key(&key) {
        return Err(format!("{key} is already there"));
    }
    map.insert(key, value);
    Ok(())
}

fn take<K, Q, V>(map: &mut BTreeMap<K, V>, name: &Q) -> Change
where
    K: Ord + std::borrow::Borrow<Q>,
    Q: Ord + std::fmt::Display + ?Sized,
{
    map.remove(name).map(drop).ok_or_else(|| missing(name))
}

#[cfg(test)]
mod tests;
