//! Renamed values of an enum that a target keeps as text: the rows take the new name.

use strobila::dialect::Dialect;
use strobila::operation::{Operation, Plan};
use strobila::schema::{Name, Schema, Sql, Type};

use crate::diff::Renames;

/// Puts the new names of values into the plan of a target; `prev` and `next` are its portable sides.
///
/// An enum of the target's own renames its value by itself. Where the enum is text with a check, the
/// rows that hold the old name are changed between the old check and the new one.
pub(super) fn follow_renames(
    plan: &mut Plan,
    (prev, next): (&Schema, &Schema),
    renames: &Renames,
    dialect: &dyn Dialect,
) {
    for table in next.tables.values() {
        let Some(old) = prev.tables.get(renames.old_table(&table.name)) else { continue };
        for column in &table.columns {
            let before = old.column(renames.old_column(&table.name, &column.name));
            let (Some(Type::Enum(was)), Type::Enum(is)) = (before.map(|before| &before.ty), &column.ty)
            else {
                continue;
            };
            let is_text = !plan.prev.enums.contains_key(was) && !plan.next.enums.contains_key(is);
            if renames.old_enum(is) != was || !is_text {
                continue;
            }
            let values: Vec<(&str, &str)> = renames
                .values
                .iter()
                .filter(|((name, _), _)| name == is)
                .map(|((_, new), old)| (old.as_str(), new.as_str()))
                .collect();
            if !values.is_empty() {
                change(plan, &table.name, &column.name, mapping(&column.name, &values, dialect));
            }
        }
    }
}

/// All at once, so that two values may swap their names.
fn mapping(column: &str, values: &[(&str, &str)], dialect: &dyn Dialect) -> Sql {
    let column = dialect.quote(column);
    let mut sql = format!("CASE {column}");
    for (old, new) in values {
        sql.push_str(&format!(" WHEN {} THEN {}", dialect.quote_literal(old), dialect.quote_literal(new)));
    }
    Sql::from(format!("{sql} ELSE {column} END"))
}

/// Gives the column's values another form, in the change of the column if there is one.
fn change(plan: &mut Plan, name: &Name, column: &str, mapping: Sql) {
    for operation in &mut plan.operations {
        match operation {
            Operation::AlterColumn { table, to, using, .. } if table == name && to.name == column => {
                *using = Some(mapping);
                return;
            }
            _ => {}
        }
    }
    let Some(kept) = plan.next.tables.get(name).and_then(|table| table.column(column)) else { return };
    let alter = Operation::AlterColumn {
        table: name.clone(),
        from: kept.clone(),
        to: kept.clone(),
        fill: None,
        using: Some(mapping),
    };
    let follows = |other: &Operation| other.table() == Some(name) && other.rank() >= alter.rank();
    let at = plan.operations.iter().position(follows).unwrap_or(plan.operations.len());
    plan.operations.insert(at, alter);
}
