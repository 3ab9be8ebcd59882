//! Renames: everything that names a thing follows it, as it does in a database.

use super::{Applier, Change, insert, missing, no_table};
use crate::schema::{Column, DefaultValue, IndexKey, IndexPart, Name, Sql, Table, Type};

impl Applier {
    pub(super) fn rename_enum(&mut self, from: &Name, to: &Name) -> Change {
        if self.schema.enums.contains_key(to) {
            return Err(format!("{to} is already there"));
        }
        let mut item = self.schema.enums.remove(from).ok_or_else(|| missing(from))?;
        item.name = to.clone();
        self.schema.enums.insert(to.clone(), item);
        let users: Vec<Name> = self.lookup.users(&self.schema, from).cloned().collect();
        users.iter().try_for_each(|table| {
            self.edit(table, |table| {
                table.columns.iter_mut().for_each(|column| rename_type(&mut column.ty, from, to));
                Ok(())
            })
        })
    }

    pub(super) fn rename_value(&mut self, name: &Name, from: &str, to: &str) -> Change {
        let item = self.schema.enums.get_mut(name).ok_or_else(|| missing(name))?;
        if item.values.iter().any(|value| value == to) {
            return Err(format!("value {to} is already there"));
        }
        let value = item.values.iter_mut().find(|value| *value == from).ok_or_else(|| missing(from))?;
        to.clone_into(value);
        // A default follows the value, as it does in PostgreSQL, which keeps the value's number.
        for table in self.lookup.users(&self.schema, name) {
            let Some(table) = self.schema.tables.get_mut(table) else { continue };
            for column in &mut table.columns {
                if let (Some(of), Some(DefaultValue::Text(text))) =
                    (column.ty.enum_name(), &mut column.default)
                    && of == name
                    && text == from
                {
                    to.clone_into(text);
                }
            }
        }
        Ok(())
    }

    pub(super) fn rename_table(&mut self, from: &Name, to: &Name) -> Change {
        if self.schema.tables.contains_key(to) {
            return Err(format!("{to} is already there"));
        }
        self.relation_name_is_free(to, &to.name)?;
        let mut table = self.schema.tables.remove(from).ok_or_else(|| missing(from))?;
        self.lookup.forget(&table);
        table.name = to.clone();
        self.insert(table);
        let referrers: Vec<Name> = self.lookup.referrers(&self.schema, from).cloned().collect();
        referrers.iter().try_for_each(|other| {
            self.edit(other, |other| {
                let keys = other.foreign_keys.values_mut().filter(|key| key.references == *from);
                keys.for_each(|key| key.references = to.clone());
                Ok(())
            })
        })
    }

    pub(super) fn rename_column(&mut self, name: &Name, from: &str, to: &str) -> Change {
        let table = self.schema.tables.get_mut(name).ok_or_else(|| no_table(name))?;
        if table.column(to).is_some() {
            return Err(format!("column {to} is already there"));
        }
        to.clone_into(&mut table.column_mut(from).ok_or_else(|| missing(from))?.name);
        rename_uses(table, from, to);
        for other in self.lookup.referrers(&self.schema, name) {
            let Some(other) = self.schema.tables.get_mut(other) else { continue };
            let keys = other.foreign_keys.values_mut().filter(|key| key.references == *name);
            keys.flat_map(|key| &mut key.target).for_each(|column| rename(column, from, to));
        }
        Ok(())
    }

    pub(super) fn rename_index(&mut self, table: &Name, from: &str, to: &str) -> Change {
        self.relation_name_is_free(table, to)?;
        self.edit(table, |table| {
            let mut index = table.indexes.remove(from).ok_or_else(|| missing(from))?;
            to.clone_into(&mut index.name);
            insert(&mut table.indexes, to.to_owned(), index)
        })
    }

    pub(super) fn rename_constraint(&mut self, name: &Name, from: &str, to: &str) -> Change {
        let table = self.table(name)?;
        let is_key = table.primary_key.as_ref().is_some_and(|key| key.name == from)
            || table.uniques.contains_key(from)
            || table.exclusions.contains_key(from);
        if is_key {
            self.relation_name_is_free(name, to)?;
        } else if table.foreign_keys.contains_key(to) || table.checks.contains_key(to) {
            return Err(format!("{to} is already there"));
        }
        self.edit(name, |table| {
            if let Some(key) = table.primary_key.as_mut().filter(|key| key.name == from) {
                to.clone_into(&mut key.name);
                return Ok(());
            }
            if let Some(mut unique) = table.uniques.remove(from) {
                to.clone_into(&mut unique.name);
                return insert(&mut table.uniques, to.to_owned(), unique);
            }
            if let Some(mut exclusion) = table.exclusions.remove(from) {
                to.clone_into(&mut exclusion.name);
                return insert(&mut table.exclusions, to.to_owned(), exclusion);
            }
            if let Some(mut key) = table.foreign_keys.remove(from) {
                to.clone_into(&mut key.name);
                return insert(&mut table.foreign_keys, to.to_owned(), key);
            }
            let mut check = table.checks.remove(from).ok_or_else(|| missing(from))?;
            to.clone_into(&mut check.name);
            insert(&mut table.checks, to.to_owned(), check)
        })
    }
}

fn rename(column: &mut String, from: &str, to: &str) {
    if column == from {
        to.clone_into(column);
    }
}

fn rename_type(ty: &mut Type, from: &Name, to: &Name) {
    match ty {
        Type::Enum(name) if name == from => *name = to.clone(),
        Type::Array(item) => rename_type(item, from, to),
        _ => {}
    }
}

/// Renames a column in everything that its own table builds on it.
fn rename_uses(table: &mut Table, from: &str, to: &str) {
    let rename = |column: &mut String| rename(column, from, to);
    let keys = table.primary_key.iter_mut().flat_map(|key| key.columns.iter_mut().chain(&mut key.include));
    keys.for_each(rename);
    let uniques = table.uniques.values_mut();
    uniques.flat_map(|unique| unique.columns.iter_mut().chain(&mut unique.include)).for_each(rename);
    table.foreign_keys.values_mut().flat_map(|key| &mut key.columns).for_each(rename);
    let part = |part: &mut IndexPart| match &mut part.key {
        IndexKey::Column(column) => rename(column),
        IndexKey::Expression(sql) => *sql = sql.renamed(from, to),
    };
    let predicate = |sql: &mut Option<Sql>| *sql = sql.as_ref().map(|sql| sql.renamed(from, to));
    for index in table.indexes.values_mut() {
        index.include.iter_mut().for_each(rename);
        predicate(&mut index.predicate);
        index.parts.iter_mut().for_each(part);
    }
    for exclusion in table.exclusions.values_mut() {
        predicate(&mut exclusion.predicate);
        exclusion.parts.iter_mut().map(|item| &mut item.part).for_each(part);
    }
    // PostgreSQL keeps expressions as trees and SQLite rewrites them, so they follow the column.
    for check in table.checks.values_mut() {
        check.expression = check.expression.renamed(from, to);
    }
    for column in &mut table.columns {
        let options = std::mem::take(&mut column.options).into_iter();
        column.options = options.map(|option| Column::renamed_option(&option, from, to)).collect();
    }
    for generated in table.columns.iter_mut().filter_map(|column| column.generated.as_mut()) {
        generated.expression = generated.expression.renamed(from, to);
    }
}
