//! The SQL of a plan.

mod column;
mod conversion;
mod dependents;
mod enums;
mod schemas;
mod table;

#[cfg(test)]
mod tests;

use super::super::{Dialect as _, Unit, Unsupported};
use super::types::qualified;
use super::{Postgres, expression};
use crate::Target;
use crate::migration::Transaction;
use crate::operation::{Applier, Operation, Plan};
use crate::schema::{Name, Schema, Sql};
use dependents::Absent;

/// See [`Dialect::render`](super::super::Dialect::render).
pub(super) fn render(plan: &Plan) -> Result<Vec<Unit>, Unsupported> {
    // What is there while the operation runs: some statements depend on more than the operation says.
    let mut applier = Applier::new(plan.prev.clone());
    let mut absent = Absent::new();
    let mut units = Vec::new();
    for (index, operation) in plan.operations.iter().enumerate() {
        let mut unit = unit(operation, applier.schema(), &plan.operations[index + 1..], &mut absent)?;
        unit.statements.splice(0..0, schemas::before(operation, applier.schema()));
        applier.apply(operation).map_err(|refusal| {
            unsupported(operation.owner().name(), None, "this plan", refusal.to_string())
        })?;
        unit.statements.extend(schemas::after(operation, applier.schema(), &plan.next));
        if !unit.statements.is_empty() {
            unit.operations = vec![index];
            units.push(unit);
        }
    }
    Ok(units)
}

fn unsupported(name: &Name, item: Option<&str>, what: &str, help: impl Into<String>) -> Unsupported {
    Unsupported {
        target: Target::Postgres,
        table: Some(name.clone()),
        item: item.map(str::to_owned),
        subject: item.map_or_else(|| name.to_string(), |item| format!("{name}.{item}")),
        what: what.to_owned(),
        help: help.into(),
    }
}

fn unit(
    operation: &Operation,
    schema: &Schema,
    later: &[Operation],
    absent: &mut Absent,
) -> Result<Unit, Unsupported> {
    let mut unit = Unit::default();
    unit.statements = match operation {
        Operation::ReleaseTable { .. }
        | Operation::AdoptTable { .. }
        | Operation::ReleaseEnum { .. }
        | Operation::AdoptEnum { .. } => Vec::new(),
        Operation::RenameEnum { from, to } => rename("TYPE", from, to)?,
        Operation::RenameEnumValue { name, from, to } => vec![enums::rename_value(name, from, to)],
        Operation::RenameTable { from, to } => rename("TABLE", from, to)?,
        Operation::RenameColumn { table, from, to } => {
            vec![alter(table, &format!("RENAME COLUMN {} TO {}", quote(from), quote(to)))]
        }
        Operation::DropForeignKey { table, foreign_key } => vec![drop_constraint(table, &foreign_key.name)],
        Operation::DropCheck { table, check } => vec![drop_constraint(table, &check.name)],
        Operation::DropIndex { table, index } => vec![table::drop_index(table, &index.name)],
        Operation::DropUnique { table, unique } => vec![drop_constraint(table, &unique.name)],
        Operation::DropExclusion { table, exclusion } => vec![drop_constraint(table, &exclusion.name)],
        Operation::DropPrimaryKey { table, primary_key } => vec![drop_constraint(table, &primary_key.name)],
        Operation::RenameIndex { table, from, to } => {
            vec![format!("ALTER INDEX {} RENAME TO {}", qualified(&table.sibling(from)), quote(to))]
        }
        Operation::RenameConstraint { table, from, to } => {
            vec![alter(table, &format!("RENAME CONSTRAINT {} TO {}", quote(from), quote(to)))]
        }
        Operation::CreateEnum { item } => vec![enums::create(&item.name, &item.values)],
        Operation::AddEnumValue { name, value, before } => {
            // A new value cannot be used before the transaction that adds it is committed. Where nothing
            // uses it, the migration stays one transaction: all of it or nothing.
            if later.iter().any(|operation| enums::may_use(operation, name, value)) {
                unit.transaction = Transaction::Own;
            }
            vec![enums::add_value(name, value, before.as_deref())]
        }
        Operation::ReplaceEnum { from, to } => {
            unit.expects = vec![(from.name.to_string(), from.values.clone())];
            enums::replace(from, to, schema, later, absent)
        }
        Operation::CreateTable { table } => table::create(table),
        Operation::AddColumn { table, column, fill, .. } => {
            let others = schema.tables.get(table).map(|table| table.columns.as_slice()).unwrap_or_default();
            let fill = given(table, &column.name, "the fill", fill.as_ref())?;
            column::add(table, column, fill.as_deref(), others)
        }
        Operation::AlterColumn { table, from, to, fill, using } => {
            let fill = given(table, &to.name, "the fill", fill.as_ref())?;
            let using = given(table, &to.name, "the conversion", using.as_ref())?;
            let (fill, using) = (fill.as_deref(), using.as_deref());
            column::Change { table, from, to, fill, using }.statements(schema, later, absent)
        }
        Operation::AddPrimaryKey { table, primary_key } => {
            vec![add_constraint(table, &table::primary_key(primary_key))]
        }
        Operation::AddUnique { table, unique } => vec![add_constraint(table, &table::unique(unique))],
        Operation::AddExclusion { table, exclusion } => {
            vec![add_constraint(table, &table::exclusion(exclusion))]
        }
        Operation::AddIndex { table, index } => vec![table::index(table, index)],
        Operation::AddCheck { table, check } => vec![add_constraint(table, &table::check(check))],
        Operation::AddForeignKey { table, foreign_key } => {
            vec![add_constraint(table, &table::foreign_key(foreign_key))]
        }
        Operation::SetTableComment { table, to, .. } => {
            vec![comment("TABLE", &qualified(table), to.as_deref())]
        }
        Operation::SetTableOptions { table, .. } => {
            let help = "PostgreSQL keeps none of them in a schema: leave them out";
            return Err(unsupported(table, None, "options of a table", help));
        }
        Operation::DropColumn { table, column } if absent.remove(&(table.clone(), column.name.clone())) => {
            Vec::new()
        }
        Operation::DropColumn { table, column } => {
            vec![alter(table, &format!("DROP COLUMN {}", quote(&column.name)))]
        }
        Operation::DropTable { table } => vec![format!("DROP TABLE {}", qualified(&table.name))],
        Operation::DropEnum { item } => vec![format!("DROP TYPE {}", qualified(&item.name))],
    };
    Ok(unit)
}

/// An expression that a person gave, fit to stand inside a statement.
fn given(table: &Name, column: &str, what: &str, sql: Option<&Sql>) -> Result<Option<String>, Unsupported> {
    let Some(sql) = sql else { return Ok(None) };
    let text = sql.get(Target::Postgres).ok_or("a text form is missing for postgres".to_owned());
    let cleaned = text.and_then(expression::clean);
    cleaned.map(Some).map_err(|reason| unsupported(table, Some(column), what, reason))
}

fn quote(identifier: &str) -> String {
    Postgres.quote(identifier)
}

fn list(columns: &[String]) -> String {
    columns.iter().map(|column| quote(column)).collect::<Vec<_>>().join(", ")
}

fn alter(table: &Name, clause: &str) -> String {
    format!("ALTER TABLE {} {clause}", qualified(table))
}

fn add_constraint(table: &Name, definition: &str) -> String {
    alter(table, &format!("ADD {definition}"))
}

fn drop_constraint(table: &Name, name: &str) -> String {
    alter(table, &format!("DROP CONSTRAINT {}", quote(name)))
}

fn comment(kind: &str, subject: &str, text: Option<&str>) -> String {
    let text = text.map_or_else(|| "NULL".to_owned(), |text| Postgres.quote_literal(text));
    format!("COMMENT ON {kind} {subject} IS {text}")
}

/// Moves to the other schema first: there the old name is kept until the new one is set.
fn rename(kind: &str, from: &Name, to: &Name) -> Result<Vec<String>, Unsupported> {
    let mut statements = Vec::new();
    let mut here = from.clone();
    if from.schema != to.schema {
        let Some(schema) = &to.schema else {
            let help = "name the schema in the model: the session's own has no fixed name";
            return Err(unsupported(from, None, "a move to a schema that is not named", help));
        };
        statements.push(format!("ALTER {kind} {} SET SCHEMA {}", qualified(&here), quote(schema)));
        here.schema = Some(schema.clone());
    }
    if here.name != to.name {
        statements.push(format!("ALTER {kind} {} RENAME TO {}", qualified(&here), quote(&to.name)));
    }
    Ok(statements)
}
