//! Columns that no check and no generated column may read.

use super::super::expression::mentions;
use super::{Place, Problems};
use crate::Target;
use crate::schema::{Action, Sql, Table};

/// Notes expressions over a column that counts, and over one that a foreign key changes by itself.
pub(super) fn check(table: &Table, problems: &mut Problems) {
    for column in &table.columns {
        if column.identity.is_some() {
            let help = "leave `identity` or the expression out, or write this module for other targets only";
            refuse(table, &column.name, "which counts", help, problems);
        }
        let changes = table.foreign_keys.values().find(|key| {
            key.columns.contains(&column.name)
                && (key.on_delete == Action::SetNull
                    || matches!(key.on_update, Action::SetNull | Action::Cascade))
        });
        if let Some(key) = changes {
            let why = format!("which the foreign key `{}` changes", key.name);
            let help = "let the key do nothing on update, and `cascade` or nothing on delete";
            refuse(table, &column.name, &why, help, problems);
        }
    }
}

fn refuse(table: &Table, column: &str, why: &str, help: &str, problems: &mut Problems) {
    let reads = |sql: &Sql| mentions(sql.any(), column);
    let checks = table.checks.values().filter(|check| reads(&check.expression)).map(|check| &check.name);
    // MariaDB computes from either, when it does so at each reading.
    let is_bound = |stored: bool| stored || problems.target == Target::Mysql;
    let generated = table.columns.iter().filter(|other| {
        other.generated.as_ref().is_some_and(|item| is_bound(item.stored) && reads(&item.expression))
    });
    let readers: Vec<&String> = checks.chain(generated.map(|other| &other.name)).collect();
    for reader in readers {
        let place = Place::of_item(&table.name, reader);
        problems.add(&place, format!("an expression over `{column}`, {why}"), help);
    }
}
