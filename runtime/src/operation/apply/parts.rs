//! Columns, keys, constraints and indexes of one table come, change and go.

use super::rules::{self, columns_exist, has_target, type_exists};
use super::{Applier, Change, insert, missing};
use crate::operation::Place;
use crate::schema::{Column, Exclusion, ForeignKey, Index, Name, PrimaryKey, Unique};

impl Applier {
    pub(super) fn add_column(&mut self, table: &Name, column: &Column, place: Option<&Place>) -> Change {
        type_exists(&self.schema, &column.ty)?;
        self.edit(table, |table| {
            if table.column(&column.name).is_some() {
                return Err(format!("column {} is already there", column.name));
            }
            let at = match place {
                None => table.columns.len(),
                Some(Place::First) => 0,
                Some(Place::After(name)) => {
                    let before = table.columns.iter().position(|other| other.name == *name);
                    before.ok_or_else(|| missing(name))? + 1
                }
            };
            table.columns.insert(at, column.clone());
            Ok(())
        })
    }

    pub(super) fn alter_column(&mut self, table: &Name, from: &Column, to: &Column) -> Change {
        type_exists(&self.schema, &to.ty)?;
        if from.name != to.name {
            return Err("a rename is an operation of its own".to_owned());
        }
        self.edit(table, |table| {
            let column = table.column_mut(&from.name).ok_or_else(|| missing(&from.name))?;
            if column != from {
                return Err("the column is not what the plan was made for".to_owned());
            }
            *column = to.clone();
            Ok(())
        })
    }

    pub(super) fn drop_column(&mut self, name: &Name, column: &str) -> Change {
        let table = self.table(name)?;
        let mut keys = self.keys_to(name);
        if let Some((_, key)) = keys.find(|(_, key)| key.target.iter().any(|target| target == column)) {
            return Err(format!("foreign key {} points at it", key.name));
        }
        drop(keys);
        rules::is_unused(table, column)?;
        let at = table.columns.iter().position(|c| c.name == column).ok_or_else(|| missing(column))?;
        self.edit(name, |table| {
            table.columns.remove(at);
            Ok(())
        })
    }

    pub(super) fn add_primary_key(&mut self, table: &Name, primary_key: &PrimaryKey) -> Change {
        self.relation_name_is_free(table, &primary_key.name)?;
        self.edit(table, |table| {
            columns_exist(table, primary_key.columns.iter().chain(&primary_key.include))?;
            if table.primary_key.is_some() {
                return Err("the table has a primary key already".to_owned());
            }
            table.primary_key = Some(primary_key.clone());
            Ok(())
        })
    }

    pub(super) fn drop_primary_key(&mut self, table: &Name, name: &str) -> Change {
        self.edit_key(table, |table| match table.primary_key.take_if(|old| old.name == name) {
            Some(_) => Ok(()),
            None => Err(format!("there is no primary key {name}")),
        })
    }

    pub(super) fn add_unique(&mut self, table: &Name, unique: &Unique) -> Change {
        self.relation_name_is_free(table, &unique.name)?;
        self.edit(table, |table| {
            columns_exist(table, unique.columns.iter().chain(&unique.include))?;
            insert(&mut table.uniques, unique.name.clone(), unique.clone())
        })
    }

    pub(super) fn add_exclusion(&mut self, table: &Name, exclusion: &Exclusion) -> Change {
        self.relation_name_is_free(table, &exclusion.name)?;
        self.edit(table, |table| {
            columns_exist(table, exclusion.columns())?;
            insert(&mut table.exclusions, exclusion.name.clone(), exclusion.clone())
        })
    }

    pub(super) fn add_index(&mut self, table: &Name, index: &Index) -> Change {
        self.relation_name_is_free(table, &index.name)?;
        self.edit(table, |table| {
            columns_exist(table, index.columns())?;
            columns_exist(table, &index.include)?;
            insert(&mut table.indexes, index.name.clone(), index.clone())
        })
    }

    pub(super) fn add_foreign_key(&mut self, table: &Name, foreign_key: &ForeignKey) -> Change {
        columns_exist(self.table(table)?, &foreign_key.columns)?;
        has_target(self.schema.tables.get(&foreign_key.references), foreign_key)?;
        self.edit(table, |table| {
            insert(&mut table.foreign_keys, foreign_key.name.clone(), foreign_key.clone())
        })
    }
}
