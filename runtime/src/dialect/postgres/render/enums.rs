//! Enums.

use super::dependents::{Absent, Dependents};
use super::{alter, quote};
use crate::dialect::Dialect as _;
use crate::dialect::postgres::types::qualified;
use crate::dialect::postgres::{Postgres, default};
use crate::operation::Operation;
use crate::schema::{Column, DefaultValue, Enum, Name, Schema, Type, fresh_name, shorten};

pub(super) fn create(name: &Name, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| Postgres.quote_literal(value)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", qualified(name), values.join(", "))
}

pub(super) fn add_value(name: &Name, value: &str, before: Option<&str>) -> String {
    let place = before.map(|before| format!(" BEFORE {}", Postgres.quote_literal(before)));
    let value = Postgres.quote_literal(value);
    format!("ALTER TYPE {} ADD VALUE {value}{}", qualified(name), place.unwrap_or_default())
}

pub(super) fn rename_value(name: &Name, from: &str, to: &str) -> String {
    let (from, to) = (Postgres.quote_literal(from), Postgres.quote_literal(to));
    format!("ALTER TYPE {} RENAME VALUE {from} TO {to}", qualified(name))
}

/// Makes a type with the new values, moves every column to it and puts it in the place of the old one.
/// A row with a value that is gone stops it, save in a column that leaves the enum later in the plan: that
/// one is text until then.
pub(super) fn replace(
    from: &Enum,
    to: &Enum,
    schema: &Schema,
    later: &[Operation],
    absent: &mut Absent,
) -> Vec<String> {
    let is_taken = |name: &str| {
        let name = from.name.sibling(name);
        schema.enums.contains_key(&name) || schema.tables.contains_key(&name)
    };
    let interim =
        from.name.sibling(fresh_name(&shorten(format!("strobila_new_{}", from.name.name)), is_taken));
    let users: Vec<(&Name, Vec<&Column>)> = schema
        .tables
        .values()
        .map(|table| {
            let is_user =
                |column: &&Column| column.ty.enum_name() == Some(&from.name) && column.generated.is_none();
            (&table.name, table.columns.iter().filter(is_user).collect())
        })
        .filter(|(_, columns): &(_, Vec<_>)| !columns.is_empty())
        .collect();
    let dependents = Dependents::of_enum(schema, &from.name).without(absent);

    let mut statements = vec![create(&interim, &to.values)];
    statements.extend(dependents.drop());
    for (table, columns) in &users {
        let clauses = columns.iter().flat_map(|column| {
            let target = (!leaves(table, column, &from.name, later)).then_some(&interim);
            move_column(column, &from.name, target)
        });
        let clauses: Vec<String> = clauses.map(|clause| format!("\n    {clause}")).collect();
        statements.push(format!("ALTER TABLE {}{}", qualified(table), clauses.join(",")));
    }
    statements.push(format!("DROP TYPE {}", qualified(&from.name)));
    statements.push(format!("ALTER TYPE {} RENAME TO {}", qualified(&interim), quote(&to.name.name)));
    for (table, columns) in &users {
        for column in columns.iter().filter(|column| !leaves(table, column, &from.name, later)) {
            let restated = column.default.as_ref().filter(|value| still_holds(value, &column.ty, to));
            statements.extend(restated.map(|value| {
                alter(
                    table,
                    &format!("ALTER COLUMN {} SET DEFAULT {}", quote(&column.name), default::sql(value)),
                )
            }));
        }
    }
    absent.extend(dependents.postponed(later));
    statements.extend(dependents.without(absent).add());
    statements
}

/// Whether a column of the enum is dropped later or gets another type: it may hold any value until then.
fn leaves(name: &Name, column: &Column, item: &Name, later: &[Operation]) -> bool {
    later.iter().any(|operation| match operation {
        Operation::DropColumn { table, column: gone } => table == name && gone.name == column.name,
        Operation::DropTable { table } => table.name == *name,
        Operation::AlterColumn { table, from, to, .. } => {
            table == name && from.name == column.name && to.ty.enum_name() != Some(item)
        }
        _ => false,
    })
}

/// Moves a column to another type of the same name, or to text.
fn move_column(column: &Column, from: &Name, to: Option<&Name>) -> Vec<String> {
    let name = quote(&column.name);
    let array = if matches!(column.ty, Type::Array(_)) { "[]" } else { "" };
    let text = format!("text{array}");
    debug_assert!(column.ty.enum_name() == Some(from), "only columns of the enum are moved");
    let mut clauses = Vec::new();
    if column.default.is_some() {
        clauses.push(format!("ALTER COLUMN {name} DROP DEFAULT"));
    }
    clauses.push(match to.map(|to| format!("{}{array}", qualified(to))) {
        Some(target) => format!("ALTER COLUMN {name} TYPE {target} USING {name}::{text}::{target}"),
        None => format!("ALTER COLUMN {name} TYPE {text} USING {name}::{text}"),
    });
    clauses
}

/// A default that is gone is set anew by the change of its column, later in the plan.
fn still_holds(value: &DefaultValue, ty: &Type, to: &Enum) -> bool {
    match (value, ty) {
        (DefaultValue::Text(text), Type::Enum(_)) => to.values.contains(text),
        (
            DefaultValue::Text(_)
            | DefaultValue::Sql { .. }
            | DefaultValue::Boolean(_)
            | DefaultValue::Integer(_)
            | DefaultValue::Number { .. },
            _,
        ) => true,
    }
}

/// Whether an operation may use a value of an enum: it names it anywhere, or makes values of the enum from
/// others.
pub(super) fn may_use(operation: &Operation, name: &Name, value: &str) -> bool {
    match operation {
        Operation::AddEnumValue { .. } => return false,
        Operation::AlterColumn { from, to, .. } if from.ty != to.ty && to.ty.enum_name() == Some(name) => {
            return true;
        }
        _ => {}
    }
    // As a text of its own, or quoted within an expression; a column of that name does no harm.
    let is_text = |text: &serde_json::Value| {
        text.as_str().is_some_and(|text| text == value || text.contains(&Postgres.quote_literal(value)))
    };
    serde_json::to_value(operation).map_or(true, |operation| holds(&operation, &is_text))
}

fn holds(value: &serde_json::Value, test: &dyn Fn(&serde_json::Value) -> bool) -> bool {
    match value {
        serde_json::Value::Array(items) => items.iter().any(|item| holds(item, test)),
        serde_json::Value::Object(fields) => fields.values().any(|field| holds(field, test)),
        _ => test(value),
    }
}
