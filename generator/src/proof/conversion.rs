//! A change of type that the database refuses, with the column and the flag that helps.

use strobila::dialect::Dialect;
use strobila::operation::Operation;

use super::{Case, ProofError};
use crate::decide::path;
use crate::diff::{Renames, diff};

/// The error with the column whose values do not become those of its new type, if that is what it says.
pub(super) fn named(error: ProofError, case: &Case<'_>, dialect: &dyn Dialect, is_down: bool) -> ProofError {
    let ProofError::Wrong { target, stage, reason, statement, code, step } = error else { return error };
    let operations = if is_down {
        diff(case.next, case.prev, &Renames::of(case.operations).inverse()).operations
    } else {
        case.operations.to_vec()
    };
    let is_refused_cast = code.as_deref().is_some_and(is_cast);
    let retyped = operations.iter().find_map(|operation| match operation {
        Operation::AlterColumn { table, from, to, .. } if from.ty != to.ty => {
            let (owner, column) = (dialect.quote_name(table), dialect.quote(&to.name));
            let in_statement = statement.as_ref().is_some_and(|sql| {
                is_refused_cast && sql.contains(&owner) && sql.contains(&format!("COLUMN {column} "))
            });
            // SQLite copies the whole table: what is refused says its column itself.
            let is_told = reason.starts_with(&format!("{owner}.{column} holds no "));
            (in_statement || is_told).then(|| (path(table, &to.name), to.ty.to_string()))
        }
        _ => None,
    });
    match retyped {
        Some((column, ty)) => {
            let flag = format!("{} {column}", if is_down { "--fill-down" } else { "--fill" });
            ProofError::Conversion { target, stage, column, ty, reason, statement, flag }
        }
        None => ProofError::Wrong { target, stage, reason, statement, code, step },
    }
}

/// PostgreSQL: a cast that it lacks, or a value that does not fit.
fn is_cast(code: &str) -> bool {
    matches!(code, "42804" | "42846") || (code.len() == 5 && code.starts_with("22"))
}
