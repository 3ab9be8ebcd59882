//! Keys, unique constraints, foreign keys and checks.

use super::columns::cleaned;
use super::{Cells, Reading};
use crate::schema::{Action, Check, Deferrable, ForeignKey, PrimaryKey, Unique};

impl Reading {
    pub(super) fn constraint(&mut self, mut cells: Cells<'_>) {
        let owner = self.name(&mut cells);
        let (name, kind) = (cells.text().to_owned(), cells.text());
        let columns = cells.list();
        let references = self.name(&mut cells);
        let Some(table) = self.found.schema.tables.get_mut(&owner) else { return };
        let unexpressed = &mut self.found.unexpressed;
        let target = cells.list();
        let (on_delete, on_update) = (action(cells.text()), action(cells.text()));
        let deferrable = deferrable(&mut cells);
        let expression = cells.text();
        let not_valid = !cells.flag();
        let (match_full, no_inherit, nulls_not_distinct) = (cells.flag(), cells.flag(), cells.flag());
        let include = cells.list();
        let notes = ["columns to set", "NOT ENFORCED", "storage parameters"];
        for what in notes.iter().filter(|_| cells.flag()) {
            unexpressed.push(format!("{what} of constraint {name} on {owner}"));
        }
        match kind {
            "p" => table.primary_key = Some(PrimaryKey { name, columns, include, deferrable }),
            "u" => {
                let unique = Unique { name, columns, include, nulls_not_distinct, deferrable };
                table.uniques.insert(unique.name.clone(), unique);
            }
            "c" => {
                let expression = cleaned(expression).into();
                table.checks.insert(name.clone(), Check { name, expression, no_inherit, not_valid });
            }
            _ => {
                let key = ForeignKey {
                    name,
                    columns,
                    references,
                    target,
                    on_delete,
                    on_update,
                    match_full,
                    deferrable,
                    not_valid,
                };
                table.foreign_keys.insert(key.name.clone(), key);
            }
        }
    }
}

/// When a constraint is checked; two cells.
pub(super) fn deferrable(cells: &mut Cells<'_>) -> Option<Deferrable> {
    match (cells.flag(), cells.flag()) {
        (false, _) => None,
        (true, false) => Some(Deferrable::Immediate),
        (true, true) => Some(Deferrable::Deferred),
    }
}

fn action(letter: &str) -> Action {
    match letter {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
