//! What existing rows get, in the words of one target.

use strobila::dialect::{Dialect, Unsupported};
use strobila::schema::{Column, Schema, Sql};

use super::PlanError;
use crate::decide::{Fills, path};
use crate::diff::Renames;

/// The fills with each text for every target as this one reads it: where it keeps decimals as text, they
/// are compared as numbers, and where it keeps anything in any column, what is no value of the column stops.
/// `prev` and `next` are the portable sides.
///
/// # Errors
/// The expression that this target cannot read so.
pub(super) fn of_target(
    fills: &Fills,
    (prev, next): (&Schema, &Schema),
    renames: &Renames,
    dialect: &dyn Dialect,
) -> Result<Fills, PlanError> {
    let mut read = fills.clone();
    for ((table, column), sql) in &mut read {
        let old = renames.old_table(table).and_then(|old| prev.tables.get(old));
        let sides = [old, next.tables.get(table)];
        let columns: Vec<&Column> = sides.into_iter().flatten().flat_map(|table| &table.columns).collect();
        let compared = match &*sql {
            Sql::Same(text) => dialect.compared(text, &columns),
            Sql::PerTarget(_) => match sql.get(dialect.target()) {
                Some(text) => Some(text.to_owned()),
                // Who needs it says what is missing.
                None => continue,
            },
        };
        let Some(compared) = compared else {
            let text = sql.any();
            let subject = path(table, column);
            let target = dialect.target();
            return Err(PlanError::Unsupported(vec![Unsupported {
                target,
                table: Some(table.clone()),
                item: Some(column.clone()),
                what: format!("the value `{text}`, which names a decimal: that is text here"),
                help: format!("say it for {target} alone too: --fill {target}:{subject}=\"…\""),
                subject,
            }]));
        };
        let becomes = next.tables.get(table).and_then(|table| table.column(column));
        let fitting = becomes.and_then(|becomes| dialect.fitting(table, becomes, &compared));
        *sql = Sql::Same(fitting.unwrap_or(compared));
    }
    Ok(read)
}
