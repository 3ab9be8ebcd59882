//! Keys, foreign keys and checks.

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
        let deferrable = match (cells.flag(), cells.flag()) {
            (false, _) => None,
            (true, false) => Some(Deferrable::Immediate),
            (true, true) => Some(Deferrable::Deferred),
        };
        let expression = cells.text();
        let is_valid = cells.flag();
        let notes = [
            (!is_valid, "NOT VALID"),
            (cells.flag(), "MATCH FULL"),
            (cells.flag(), "NO INHERIT"),
            (cells.flag(), "columns to set"),
            (cells.flag(), "NOT ENFORCED"),
            (cells.flag(), "NULLS NOT DISTINCT"),
            (cells.flag(), "INCLUDE"),
            (deferrable.is_some() && kind != "f" && kind != "x", "DEFERRABLE"),
        ];
        for (_, what) in notes.iter().filter(|(is_so, _)| *is_so) {
            unexpressed.push(format!("{what} of constraint {name} on {owner}"));
        }
        match kind {
            "p" => table.primary_key = Some(PrimaryKey { name, columns }),
            "u" => drop(table.uniques.insert(name.clone(), Unique { name, columns })),
            "c" => {
                let expression = cleaned(expression).into();
                table.checks.insert(name.clone(), Check { name, expression });
            }
            "f" => {
                let key = ForeignKey { name, columns, references, target, on_delete, on_update, deferrable };
                table.foreign_keys.insert(key.name.clone(), key);
            }
            _ => unexpressed.push(format!("exclusion constraint {name} on {owner}")),
        }
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
