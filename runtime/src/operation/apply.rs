//! Runs operations on a schema in memory, and refuses what a server would refuse.

use std::collections::BTreeMap;

use super::Operation;
use crate::schema::{Column, ForeignKey, IndexKey, Name, Schema, Table, Type};

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
    operations.into_iter().try_for_each(|operation| apply(schema, operation))
}

/// Runs one operation.
///
/// # Errors
/// [`Refusal`] when a database would refuse it: a name that is taken or missing, a column that
/// something else still uses, a foreign key without a key at its target.
pub fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Refusal> {
    change(schema, operation).map_err(|reason| Refusal { operation: operation.to_string(), reason })
}

type Change<T = ()> = Result<T, String>;

fn change(schema: &mut Schema, operation: &Operation) -> Change {
    match operation {
        Operation::ReleaseTable { table, .. } => release(&mut schema.tables, &table.name),
        Operation::AdoptTable { table, .. } => insert(&mut schema.tables, table.name.clone(), table.clone()),
        Operation::ReleaseEnum { item, .. } => release(&mut schema.enums, &item.name),
        Operation::AdoptEnum { item, .. } => insert(&mut schema.enums, item.name.clone(), item.clone()),
        Operation::RenameEnum { from, to } => rename_enum(schema, from, to),
        Operation::RenameEnumValue { name, from, to } => rename_value(schema, name, from, to),
        Operation::RenameTable { from, to } => rename_table(schema, from, to),
        Operation::RenameColumn { table, from, to } => rename_column(schema, table, from, to),
        Operation::DropForeignKey { table, foreign_key } => {
            take(&mut get(schema, table)?.foreign_keys, &foreign_key.name)
        }
        Operation::DropCheck { table, check } => take(&mut get(schema, table)?.checks, &check.name),
        Operation::DropIndex { table, index } => take(&mut get(schema, table)?.indexes, &index.name),
        Operation::DropUnique { table, unique } => {
            take(&mut get(schema, table)?.uniques, &unique.name)?;
            keys_still_have_a_target(schema, table)
        }
        Operation::DropPrimaryKey { table, primary_key } => {
            let old = get(schema, table)?.primary_key.take();
            if old.is_none_or(|old| old.name != primary_key.name) {
                return Err(format!("there is no primary key {}", primary_key.name));
            }
            keys_still_have_a_target(schema, table)
        }
        Operation::RenameIndex { table, from, to } => {
            relation_name_is_free(schema, table, to)?;
            let table = get(schema, table)?;
            let mut index = table.indexes.remove(from).ok_or_else(|| missing(from))?;
            index.name.clone_from(to);
            insert(&mut table.indexes, to.clone(), index)
        }
        Operation::RenameConstraint { table, from, to } => rename_constraint(schema, table, from, to),
        Operation::CreateEnum { item } => insert(&mut schema.enums, item.name.clone(), item.clone()),
        Operation::AddEnumValue { name, value, before } => add_value(schema, name, value, before.as_deref()),
        Operation::ReplaceEnum { from, to } => {
            let old = schema.enums.get_mut(&from.name).ok_or_else(|| missing(&from.name))?;
            if old != from {
                return Err("its values are not those the plan was made for".to_owned());
            }
            *old = to.clone();
            Ok(())
        }
        Operation::CreateTable { table } => create_table(schema, table),
        Operation::AddColumn { table, column, .. } => {
            type_exists(schema, &column.ty)?;
            let table = get(schema, table)?;
            if table.column(&column.name).is_some() {
                return Err(format!("column {} is already there", column.name));
            }
            table.columns.push(column.clone());
            Ok(())
        }
        Operation::AlterColumn { table, from, to, .. } => alter_column(schema, table, from, to),
        Operation::AddPrimaryKey { table, primary_key } => {
            relation_name_is_free(schema, table, &primary_key.name)?;
            let table = get(schema, table)?;
            columns_exist(table, &primary_key.columns)?;
            if table.primary_key.is_some() {
                return Err("the table has a primary key already".to_owned());
            }
            table.primary_key = Some(primary_key.clone());
            Ok(())
        }
        Operation::AddUnique { table, unique } => {
            relation_name_is_free(schema, table, &unique.name)?;
            let table = get(schema, table)?;
            columns_exist(table, &unique.columns)?;
            insert(&mut table.uniques, unique.name.clone(), unique.clone())
        }
        Operation::AddIndex { table, index } => {
            relation_name_is_free(schema, table, &index.name)?;
            let table = get(schema, table)?;
            columns_exist(table, indexed(&index.parts))?;
            columns_exist(table, &index.include)?;
            insert(&mut table.indexes, index.name.clone(), index.clone())
        }
        Operation::AddCheck { table, check } => {
            insert(&mut get(schema, table)?.checks, check.name.clone(), check.clone())
        }
        Operation::AddForeignKey { table, foreign_key } => {
            columns_exist(get(schema, table)?, &foreign_key.columns)?;
            has_target(schema, foreign_key)?;
            insert(&mut get(schema, table)?.foreign_keys, foreign_key.name.clone(), foreign_key.clone())
        }
        Operation::SetTableComment { table, to, .. } => {
            get(schema, table)?.comment.clone_from(to);
            Ok(())
        }
        Operation::DropColumn { table, column } => drop_column(schema, table, &column.name),
        Operation::DropTable { table } => drop_table(schema, &table.name),
        Operation::DropEnum { item } => drop_enum(schema, &item.name),
    }
}

fn missing(what: impl std::fmt::Display) -> String {
    format!("there is no {what}")
}

fn get<'a>(schema: &'a mut Schema, name: &Name) -> Change<&'a mut Table> {
    schema.tables.get_mut(name).ok_or_else(|| format!("there is no table {name}"))
}

fn insert<K: Ord + std::fmt::Display, V>(map: &mut BTreeMap<K, V>, key: K, value: V) -> Change {
    if map.contains_key(&key) {
        return Err(format!("{key} is already there"));
    }
    map.insert(key, value);
    Ok(())
}

fn take<V>(map: &mut BTreeMap<String, V>, name: &str) -> Change {
    map.remove(name).map(drop).ok_or_else(|| missing(name))
}

fn release<V>(map: &mut BTreeMap<Name, V>, name: &Name) -> Change {
    map.remove(name).map(drop).ok_or_else(|| missing(name))
}

fn columns_exist<'a>(table: &Table, columns: impl IntoIterator<Item = &'a String>) -> Change {
    match columns.into_iter().find(|name| table.column(name).is_none()) {
        Some(name) => Err(format!("table {} has no column {name}", table.name)),
        None => Ok(()),
    }
}

fn indexed(parts: &[crate::schema::IndexPart]) -> impl Iterator<Item = &String> {
    parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expression(_) => None,
    })
}

fn enum_of(ty: &Type) -> Option<&Name> {
    match ty {
        Type::Enum(name) => Some(name),
        Type::Array(item) => enum_of(item),
        _ => None,
    }
}

fn type_exists(schema: &Schema, ty: &Type) -> Change {
    match enum_of(ty) {
        Some(name) if !schema.enums.contains_key(name) => Err(format!("there is no enum {name}")),
        _ => Ok(()),
    }
}

// Tables, indexes and key constraints share one name space per schema in PostgreSQL; tables and
// indexes do in SQLite.
fn relation_name_is_free(schema: &Schema, owner: &Name, name: &str) -> Change {
    let qualified = owner.sibling(name);
    let is_table = schema.tables.contains_key(&qualified);
    let holder = schema.tables.values().filter(|table| table.name.schema == owner.schema).find(|table| {
        table.indexes.contains_key(name)
            || table.uniques.contains_key(name)
            || table.primary_key.as_ref().is_some_and(|key| key.name == name)
    });
    match holder {
        Some(table) => Err(format!("the name {name} is taken in table {}", table.name)),
        None if is_table => Err(format!("the name {name} is taken by a table")),
        None => Ok(()),
    }
}

fn has_target(schema: &Schema, key: &ForeignKey) -> Change {
    let Some(target) = schema.tables.get(&key.references) else {
        return Err(format!("there is no table {} to point at", key.references));
    };
    columns_exist(target, &key.target)?;
    if is_key(target, &key.target) {
        return Ok(());
    }
    Err(format!("{}({}) is neither primary key nor unique", target.name, key.target.join(", ")))
}

fn is_key(table: &Table, columns: &[String]) -> bool {
    let same =
        |other: &[String]| other.len() == columns.len() && other.iter().all(|name| columns.contains(name));
    table.primary_key.as_ref().is_some_and(|key| same(&key.columns))
        || table.uniques.values().any(|unique| same(&unique.columns))
        || table.indexes.values().any(|index| {
            let keys: Vec<String> = indexed(&index.parts).cloned().collect();
            index.unique && index.predicate.is_none() && keys.len() == index.parts.len() && same(&keys)
        })
}

fn keys_still_have_a_target(schema: &Schema, target: &Name) -> Change {
    let keys = schema.tables.values().flat_map(|table| table.foreign_keys.values());
    keys.filter(|key| key.references == *target).try_for_each(|key| has_target(schema, key))
}

fn create_table(schema: &mut Schema, table: &Table) -> Change {
    if schema.tables.contains_key(&table.name) {
        return Err(format!("table {} is already there", table.name));
    }
    for (at, column) in table.columns.iter().enumerate() {
        type_exists(schema, &column.ty)?;
        if table.columns[..at].iter().any(|other| other.name == column.name) {
            return Err(format!("column {} stands there twice", column.name));
        }
    }
    if let Some(key) = &table.primary_key {
        relation_name_is_free(schema, &table.name, &key.name)?;
        columns_exist(table, &key.columns)?;
    }
    for unique in table.uniques.values() {
        relation_name_is_free(schema, &table.name, &unique.name)?;
        columns_exist(table, &unique.columns)?;
    }
    for index in table.indexes.values() {
        relation_name_is_free(schema, &table.name, &index.name)?;
        columns_exist(table, indexed(&index.parts))?;
        columns_exist(table, &index.include)?;
    }
    schema.insert(table.clone());
    let keys = table.foreign_keys.values().try_for_each(|key| {
        columns_exist(table, &key.columns)?;
        has_target(schema, key)
    });
    if keys.is_err() {
        schema.tables.remove(&table.name);
    }
    keys
}

fn alter_column(schema: &mut Schema, table: &Name, from: &Column, to: &Column) -> Change {
    type_exists(schema, &to.ty)?;
    if from.name != to.name {
        return Err("a rename is an operation of its own".to_owned());
    }
    let table = get(schema, table)?;
    let column = table.column_mut(&from.name).ok_or_else(|| missing(&from.name))?;
    if column != from {
        return Err("the column is not what the plan was made for".to_owned());
    }
    *column = to.clone();
    Ok(())
}

fn drop_column(schema: &mut Schema, name: &Name, column: &str) -> Change {
    let points_here = |key: &&ForeignKey| key.references == *name && key.target.iter().any(|c| c == column);
    if let Some(key) = schema.tables.values().flat_map(|t| t.foreign_keys.values()).find(points_here) {
        return Err(format!("foreign key {} points at it", key.name));
    }
    let table = get(schema, name)?;
    let user = table
        .primary_key
        .iter()
        .map(|key| (&key.name, &key.columns))
        .chain(table.uniques.values().map(|unique| (&unique.name, &unique.columns)))
        .chain(table.foreign_keys.values().map(|key| (&key.name, &key.columns)))
        .find(|(_, columns)| columns.iter().any(|c| c == column));
    if let Some((user, _)) = user {
        return Err(format!("{user} uses it"));
    }
    let uses = |index: &&crate::schema::Index| {
        indexed(&index.parts).chain(&index.include).any(|name| name == column)
    };
    if let Some(index) = table.indexes.values().find(uses) {
        return Err(format!("index {} uses it", index.name));
    }
    let at = table.columns.iter().position(|c| c.name == column).ok_or_else(|| missing(column))?;
    table.columns.remove(at);
    Ok(())
}

fn drop_table(schema: &mut Schema, name: &Name) -> Change {
    let others = schema.tables.values().filter(|table| table.name != *name);
    if let Some(key) =
        others.flat_map(|table| table.foreign_keys.values()).find(|key| key.references == *name)
    {
        return Err(format!("foreign key {} points at it", key.name));
    }
    release(&mut schema.tables, name)
}

fn drop_enum(schema: &mut Schema, name: &Name) -> Change {
    let user = schema.tables.values().find_map(|table| {
        let column = table.columns.iter().find(|column| enum_of(&column.ty) == Some(name))?;
        Some(format!("{}.{} is of that type", table.name, column.name))
    });
    match user {
        Some(user) => Err(user),
        None => release(&mut schema.enums, name),
    }
}

fn rename_enum(schema: &mut Schema, from: &Name, to: &Name) -> Change {
    if schema.enums.contains_key(to) {
        return Err(format!("{to} is already there"));
    }
    let mut item = schema.enums.remove(from).ok_or_else(|| missing(from))?;
    item.name = to.clone();
    schema.enums.insert(to.clone(), item);
    for column in schema.tables.values_mut().flat_map(|table| &mut table.columns) {
        rename_type(&mut column.ty, from, to);
    }
    Ok(())
}

fn rename_type(ty: &mut Type, from: &Name, to: &Name) {
    match ty {
        Type::Enum(name) if name == from => *name = to.clone(),
        Type::Array(item) => rename_type(item, from, to),
        _ => {}
    }
}

fn rename_value(schema: &mut Schema, name: &Name, from: &str, to: &str) -> Change {
    let item = schema.enums.get_mut(name).ok_or_else(|| missing(name))?;
    if item.values.iter().any(|value| value == to) {
        return Err(format!("value {to} is already there"));
    }
    let value = item.values.iter_mut().find(|value| *value == from).ok_or_else(|| missing(from))?;
    to.clone_into(value);
    // A default follows the value, as it does in PostgreSQL, which keeps the value's number.
    for column in schema.tables.values_mut().flat_map(|table| &mut table.columns) {
        if let (Some(of), Some(crate::schema::DefaultValue::Text(text))) =
            (enum_of(&column.ty), &mut column.default)
            && of == name
            && text == from
        {
            to.clone_into(text);
        }
    }
    Ok(())
}

fn add_value(schema: &mut Schema, name: &Name, value: &str, before: Option<&str>) -> Change {
    let item = schema.enums.get_mut(name).ok_or_else(|| missing(name))?;
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

fn rename_table(schema: &mut Schema, from: &Name, to: &Name) -> Change {
    if schema.tables.contains_key(to) {
        return Err(format!("{to} is already there"));
    }
    relation_name_is_free(schema, to, &to.name)?;
    let mut table = schema.tables.remove(from).ok_or_else(|| missing(from))?;
    table.name = to.clone();
    schema.tables.insert(to.clone(), table);
    let keys = schema.tables.values_mut().flat_map(|table| table.foreign_keys.values_mut());
    for key in keys.filter(|key| key.references == *from) {
        key.references = to.clone();
    }
    Ok(())
}

fn rename_column(schema: &mut Schema, name: &Name, from: &str, to: &str) -> Change {
    let table = get(schema, name)?;
    if table.column(to).is_some() {
        return Err(format!("column {to} is already there"));
    }
    to.clone_into(&mut table.column_mut(from).ok_or_else(|| missing(from))?.name);
    let rename = |column: &mut String| {
        if column == from {
            to.clone_into(column);
        }
    };
    table.primary_key.iter_mut().flat_map(|key| &mut key.columns).for_each(rename);
    table.uniques.values_mut().flat_map(|unique| &mut unique.columns).for_each(rename);
    table.foreign_keys.values_mut().flat_map(|key| &mut key.columns).for_each(rename);
    for index in table.indexes.values_mut() {
        index.include.iter_mut().for_each(rename);
        index.predicate = index.predicate.as_ref().map(|sql| sql.renamed(from, to));
        for part in &mut index.parts {
            match &mut part.key {
                IndexKey::Column(column) => rename(column),
                IndexKey::Expression(sql) => *sql = sql.renamed(from, to),
            }
        }
    }
    // PostgreSQL keeps expressions as trees and SQLite rewrites them, so they follow the column.
    for check in table.checks.values_mut() {
        check.expression = check.expression.renamed(from, to);
    }
    for generated in table.columns.iter_mut().filter_map(|column| column.generated.as_mut()) {
        generated.expression = generated.expression.renamed(from, to);
    }
    let keys = schema.tables.values_mut().flat_map(|table| table.foreign_keys.values_mut());
    keys.filter(|key| key.references == *name).flat_map(|key| &mut key.target).for_each(rename);
    Ok(())
}

fn rename_constraint(schema: &mut Schema, name: &Name, from: &str, to: &str) -> Change {
    let table = get(schema, name)?;
    if let Some(key) = table.primary_key.as_mut().filter(|key| key.name == from) {
        to.clone_into(&mut key.name);
        return Ok(());
    }
    if let Some(mut unique) = table.uniques.remove(from) {
        to.clone_into(&mut unique.name);
        return insert(&mut table.uniques, to.to_owned(), unique);
    }
    if let Some(mut key) = table.foreign_keys.remove(from) {
        to.clone_into(&mut key.name);
        return insert(&mut table.foreign_keys, to.to_owned(), key);
    }
    let mut check = table.checks.remove(from).ok_or_else(|| missing(from))?;
    to.clone_into(&mut check.name);
    insert(&mut table.checks, to.to_owned(), check)
}
