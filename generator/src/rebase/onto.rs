//! One branch's operations on the schema that the other branch left behind.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use strobila::operation::{Applier, Operation};
use strobila::schema::Schema;

/// The operations as they are behind the other branch: what both changed in parts of their own is joined. Where
/// both put values at the end of an enum, the models say which comes first.
///
/// # Errors
/// In a sentence, what both changed, or why one does not fit.
pub(super) fn onto(
    operations: &[Operation],
    schema: &Schema,
    models: &Schema,
) -> Result<Vec<Operation>, String> {
    let mut applier = Applier::new(schema.clone());
    let mut fitted = Vec::with_capacity(operations.len());
    for operation in operations {
        let operation = joined(operation, applier.schema(), models)?;
        applier.run(operation.clone()).map_err(|refusal| refusal.to_string())?;
        fitted.push(operation);
    }
    Ok(fitted)
}

/// Operations that hold a whole definition say of it what they changed, and no more.
fn joined(operation: &Operation, schema: &Schema, models: &Schema) -> Result<Operation, String> {
    let mut operation = operation.clone();
    match &mut operation {
        Operation::AlterColumn { table, from, to, .. } => {
            let found = schema.tables.get(table).and_then(|table| table.column(&from.name));
            if let Some(found) = found.filter(|found| *found != from) {
                let subject = format!("{table}.{}", from.name);
                *to = three_way(&subject, from, to, found)?;
                from.clone_from(found);
            }
        }
        Operation::AddEnumValue { name, value, before } => {
            let (found, model) = (schema.enums.get(name), models.enums.get(name));
            let at = model.and_then(|model| model.values.iter().position(|other| other == value));
            if let (Some(found), Some(model), Some(at)) = (found, model, at) {
                let mut later = model.values.iter().skip(at + 1);
                *before = later.find(|other| found.values.contains(other)).cloned();
            }
        }
        Operation::ReplaceEnum { from, .. }
            if schema.enums.get(&from.name).is_some_and(|found| found != from) =>
        {
            return Err(format!("both branches changed the values of {}", from.name));
        }
        Operation::SetTableComment { table, from, to } => {
            let found = schema.tables.get(table).map(|table| &table.comment);
            if let Some(found) = found.filter(|found| *found != from) {
                if found != to {
                    return Err(format!("both branches changed the comment of {table}"));
                }
                from.clone_from(found);
            }
        }
        Operation::SetTableOptions { table, from, to } => {
            let found = schema.tables.get(table).map(|table| &table.options);
            if let Some(found) = found.filter(|found| *found != from) {
                let added: Vec<String> = to.difference(from).cloned().collect();
                let gone: Vec<String> = from.difference(to).cloned().collect();
                let mut joined = found.clone();
                joined.retain(|word| !gone.contains(word));
                joined.extend(added);
                from.clone_from(found);
                *to = joined;
            }
        }
        _ => {}
    }
    Ok(operation)
}

/// `to` as it is when `from` was changed to `found` meanwhile: each part as whoever changed it says.
fn three_way<T: Serialize + DeserializeOwned>(
    subject: &str,
    from: &T,
    to: &T,
    found: &T,
) -> Result<T, String> {
    let (from, to, found) = (parts(from), parts(to), parts(found));
    let mut joined = found.clone();
    let keys = from.keys().chain(to.keys());
    for key in keys.filter(|key| from.get(*key) != to.get(*key)) {
        if found.get(key) != from.get(key) && found.get(key) != to.get(key) {
            return Err(format!("both branches changed the {} of {subject}", key.replace('_', " ")));
        }
        match to.get(key) {
            Some(value) => joined.insert(key.clone(), value.clone()),
            None => joined.remove(key),
        };
    }
    serde_json::from_value(Value::Object(joined)).map_err(|error| format!("{subject}: {error}"))
}

/// The parts of a definition by their names.
fn parts<T: Serialize>(definition: &T) -> Map<String, Value> {
    match serde_json::to_value(definition) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use strobila::schema::{Column, Name, Table, Type};

    use super::*;

    fn schema(column: Column) -> Schema {
        let mut schema = Schema::default();
        let mut table = Table::new("author");
        table.columns = vec![column];
        schema.insert(table);
        schema
    }

    fn name(ty: Type, nullable: bool) -> Column {
        Column { nullable, ..Column::new("name", ty) }
    }

    fn alter(from: Column, to: Column) -> Operation {
        Operation::AlterColumn { table: Name::new("author"), from, to, fill: None, using: None }
    }

    #[test]
    fn what_each_branch_changed_of_a_column_is_joined() {
        let ours = alter(name(Type::String(50), false), name(Type::String(50), true));
        let theirs = schema(name(Type::Text, false));
        let fitted = onto(&[ours], &theirs, &Schema::default()).unwrap();
        assert_eq!(fitted, [alter(name(Type::Text, false), name(Type::Text, true))]);
    }

    #[test]
    fn what_both_changed_is_named() {
        let ours = alter(name(Type::String(50), false), name(Type::String(80), false));
        let error = onto(&[ours], &schema(name(Type::Text, false)), &Schema::default()).unwrap_err();
        assert_eq!(error, "both branches changed the type of author.name");
        let dropped = Operation::DropColumn { table: Name::new("author"), column: name(Type::Text, false) };
        assert!(onto(&[dropped], &Schema::default(), &Schema::default()).is_err());
    }
}
