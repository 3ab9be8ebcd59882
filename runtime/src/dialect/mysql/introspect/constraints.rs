//! Foreign keys and checks.

use super::super::expression::mentions;
use super::super::normalize::COLLATION;
use super::super::options;
use super::{Cells, Reading};
use crate::schema::{Action, Check, Column, ForeignKey, Name, Table, Type};

impl Reading {
    pub(super) fn check(&mut self, mut cells: Cells<'_>) {
        let target = self.target;
        let Some((table, unexpressed)) = self.table_of(&mut cells) else { return };
        let name = cells.text().to_owned();
        let expression = Reading::cleaned(target, cells.text());
        if cells.flag() {
            // On MariaDB JSON is text with a check that belongs to the column. After a rename the check is
            // still listed under the old name, so what it says counts.
            let is_valid = |column: &&mut Column| {
                expression == format!("json_valid({})", super::super::backticked(&column.name))
            };
            // Whatever the table's, its collation is this one.
            let of_table = options::collation(table).to_owned();
            let is_json = |column: &Column| column.collation.as_deref().unwrap_or(&of_table) == COLLATION;
            match table.columns.iter_mut().find(is_valid) {
                Some(column) if column.ty == Type::Text && is_json(column) => {
                    (column.ty, column.collation) = (Type::Json, None);
                }
                _ => match owner(table, &name, &expression) {
                    Some(column) => drop(column.options.insert(format!("CHECK ({expression})"))),
                    None => unexpressed.push(format!("check of the column's own of {}.{name}", table.name)),
                },
            }
            return;
        }
        if cells.flag() {
            unexpressed.push(format!("NOT ENFORCED of constraint {name} on {}", table.name));
        }
        table.checks.insert(name.clone(), Check::new(name, expression));
    }

    pub(super) fn foreign_key(&mut self, mut cells: Cells<'_>) {
        let Some((table, _)) = self.table_of(&mut cells) else { return };
        let name = cells.text().to_owned();
        let (on_delete, on_update) = (action(cells.text()), action(cells.text()));
        let key = ForeignKey { name, on_delete, on_update, ..ForeignKey::default() };
        table.foreign_keys.insert(key.name.clone(), key);
    }

    /// One column of a foreign key, in order.
    pub(super) fn foreign_key_column(&mut self, mut cells: Cells<'_>) {
        let Some((table, _)) = self.table_of(&mut cells) else { return };
        let name = cells.text();
        let Some(key) = table.foreign_keys.get_mut(name) else {
            // To a role that may do nothing but SELECT the server shows its columns alone.
            let hidden = format!("what the foreign key {name} of {} does", table.name);
            self.hidden.get_or_insert(hidden);
            return;
        };
        key.columns.push(cells.text().to_owned());
        let schema = cells.optional().map(str::to_owned);
        key.references = Name { schema, name: cells.text().to_owned() };
        key.target.push(cells.text().to_owned());
    }
}

/// The column that a check of a column's own belongs to: it may be listed under an older name.
fn owner<'t>(table: &'t mut Table, name: &str, expression: &str) -> Option<&'t mut Column> {
    let is_named = |column: &Column| mentions(expression, &column.name);
    let at = match table.columns.iter().position(|column| column.name == name && is_named(column)) {
        Some(at) => at,
        None => {
            let mut named = (0..table.columns.len()).filter(|at| is_named(&table.columns[*at]));
            named.next().filter(|_| named.next().is_none())?
        }
    };
    table.columns.get_mut(at)
}

/// Both refusals are one here.
fn action(words: &str) -> Action {
    match words {
        "CASCADE" => Action::Cascade,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
