//! What the way down promises.

use strobila::operation::{Operation, losses};
use strobila::schema::{Column, Conversion, Name};

use crate::decide::{Fills, path};
use crate::draft::DraftDown;
use crate::plan::ModulePlan;

/// What the way down of a plan gives back, and what it does not.
pub(super) fn promise(plan: &ModulePlan) -> DraftDown {
    if !plan.hopeless.is_empty() {
        let columns = plan.hopeless.join(", ");
        let because = format!(
            "{columns} would come back required, and nothing says what rows get; --fill-down answers it"
        );
        return DraftDown::Irreversible { because };
    }
    if !plan.one_way.is_empty() {
        let because = format!(
            "no database converts {} back by itself; --fill-down answers it",
            plan.one_way.join(", ")
        );
        return DraftDown::Irreversible { because };
    }
    if let Some((key, table)) = key_without_rows(&plan.portable.operations) {
        let because = format!("the rows of {table} are gone, and those that {key} is for point at them");
        return DraftDown::Irreversible { because };
    }
    if let Some((key, column)) = key_over_fill(&plan.portable.operations) {
        let because = format!(
            "{key} would come back, and rows that got another value in {column} may point at nothing"
        );
        return DraftDown::Irreversible { because };
    }
    let mut phrases: Vec<String> = Vec::new();
    // What the way up destroyed comes back empty, under the name that it had at first.
    let lost = losses(&plan.portable.operations);
    let first_name = |at: usize| lost.iter().find(|loss| loss.operation == at).map(|loss| &loss.subject);
    for (at, operation) in plan.portable.operations.iter().enumerate() {
        match operation {
            Operation::DropTable { .. } => {
                phrases.extend(first_name(at).map(|table| format!("table {table} comes back empty")));
            }
            Operation::DropColumn { column, .. } => phrases.extend(first_name(at).map(|subject| {
                format!("{subject} comes back {}", comes_back(column, &plan.down_fills, subject))
            })),
            Operation::AlterColumn { table, from, to, .. }
                if from.generated.is_none() && to.generated.is_some() =>
            {
                phrases.push(format!("{table}.{} keeps the values that were computed", to.name));
            }
            Operation::AlterColumn { table, from, to, using: Some(_), .. } if from.ty != to.ty => {
                phrases.push(format!("{table}.{} comes back as what is made of its new values", to.name));
            }
            Operation::AlterColumn { table, from, to, fill, .. } => {
                if from.ty.conversion_to(&to.ty) == Conversion::Lossy {
                    phrases.push(format!("what {} did not keep of {table}.{} stays lost", to.ty, to.name));
                }
                if from.nullable && !to.nullable && fill.is_some() {
                    phrases.push(format!("{table}.{} keeps what replaced NULL", to.name));
                }
            }
            _ => {}
        }
    }
    phrases.extend(undone(plan));
    if phrases.is_empty() { DraftDown::Exact } else { DraftDown::Lossy { loses: phrases.join("; ") } }
}

/// A foreign key of a table that stays, to a table that goes: the table comes back empty, and the values
/// that stayed would point at nothing.
fn key_without_rows(operations: &[Operation]) -> Option<(&str, &Name)> {
    let goes = |name: &Name| {
        operations.iter().any(|op| matches!(op, Operation::DropTable { table } if table.name == *name))
    };
    let column_goes = |of: &Name, name: &String| {
        operations.iter().any(
            |op| matches!(op, Operation::DropColumn { table, column } if table == of && column.name == *name),
        )
    };
    operations.iter().find_map(|operation| match operation {
        Operation::DropForeignKey { table, foreign_key: key }
            if goes(&key.references)
                && !goes(table)
                && !key.columns.iter().any(|column| column_goes(table, column)) =>
        {
            Some((key.name.as_str(), &key.references))
        }
        _ => None,
    })
}

/// A foreign key that goes for good, and a column of it in which the way up gives rows other values.
fn key_over_fill(operations: &[Operation]) -> Option<(&str, String)> {
    operations.iter().find_map(|operation| {
        let Operation::DropForeignKey { table, foreign_key: key } = operation else { return None };
        let comes_back = operations.iter().any(|other| {
            matches!(other, Operation::AddForeignKey { table: of, foreign_key } if of == table && foreign_key.name == key.name)
        });
        let changed = operations.iter().find_map(|other| match other {
            Operation::AlterColumn { table: of, to, fill, using, .. }
                if of == table && key.columns.contains(&to.name) && (fill.is_some() || using.is_some()) =>
            {
                Some(path(table, &to.name))
            }
            _ => None,
        });
        Some((key.name.as_str(), changed.filter(|_| !comes_back)?))
    })
}

/// What the way up made goes with what was put into it since.
fn undone(plan: &ModulePlan) -> Vec<String> {
    // The portable way down is not kept: what it drops is what the way up made.
    let inverse: Vec<Operation> = plan
        .portable
        .operations
        .iter()
        .filter_map(|operation| match operation {
            Operation::CreateTable { table } => Some(Operation::DropTable { table: table.clone() }),
            Operation::AddColumn { table, column, .. } => {
                Some(Operation::DropColumn { table: table.clone(), column: column.clone() })
            }
            Operation::AlterColumn { table, from, to, .. } => Some(Operation::AlterColumn {
                table: table.clone(),
                from: to.clone(),
                to: from.clone(),
                fill: None,
                using: None,
            }),
            _ => None,
        })
        .collect();
    let mut phrases: Vec<String> = losses(&inverse).into_iter().map(|loss| loss.phrase).collect();
    for operation in &inverse {
        if let Operation::AlterColumn { table, from, to, .. } = operation
            && from.nullable
            && !to.nullable
        {
            phrases.push(format!("NULL in {table}.{}", to.name));
        }
    }
    phrases
}

fn comes_back(column: &Column, fills: &Fills, subject: &str) -> String {
    let fill = fills.iter().find(|((table, column), _)| path(table, column) == subject);
    match fill {
        Some((_, fill)) => format!("as {}", fill.any()),
        None if column.nullable => "empty".to_owned(),
        None => "as its default".to_owned(),
    }
}
