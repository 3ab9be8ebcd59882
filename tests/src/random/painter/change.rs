//! Strokes that change what is there.

use strobila::schema::{Action, Column, Name, Type};

use super::super::columns::{default_of, fill_of, wider};
use super::{Painter, is_in_key, is_named, key_column, nth};

impl Painter {
    pub(super) fn change_type(&mut self, pick: [u8; 4]) -> Option<()> {
        let is_target = |name: &Name, column: &Column| {
            let keys = self.schema.tables.values().flat_map(|table| table.foreign_keys.values());
            keys.filter(|key| key.references == *name).any(|key| key.target.contains(&column.name))
        };
        let (name, column) = self.any_column(pick, |table, column| {
            column.generated.is_none()
                && column.identity.is_none()
                && !is_in_key(table, &column.name)
                && !is_target(&table.name, column)
                && wider(column, is_named(table, &column.name)).is_some()
        })?;
        let table = self.table(&name)?;
        let is_bound = is_named(table, &column.name);
        let indexed = table.indexes.values().any(|index| super::parts(index).any(|part| part == column.name));
        let ty = wider(&column, is_bound || indexed)?;
        table.column_mut(&column.name)?.ty = ty;
        Some(())
    }

    /// A key of integers becomes one of big integers, with all that points at it.
    pub(super) fn change_key_type(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_table(pick[0])?;
        let key = key_column(&self.schema.tables[&name])?.clone();
        let is_pointer =
            self.schema.tables[&name].foreign_keys.values().any(|other| other.columns.contains(&key.name));
        if key.ty != Type::Integer || is_pointer {
            return None;
        }
        let pointers: Vec<(Name, String)> = self
            .schema
            .tables
            .values()
            .flat_map(|table| table.foreign_keys.values().map(move |key| (table, key)))
            .filter(|(_, other)| other.references == name && other.target == [key.name.clone()])
            .map(|(table, other)| (table.name.clone(), other.columns[0].clone()))
            .collect();
        // What points at a column that points on would have to change in turn.
        let leads_on = |(table, column): &(Name, String)| {
            let keys = self.schema.tables.values().flat_map(|table| table.foreign_keys.values());
            keys.filter(|key| key.references == *table).any(|key| key.target.contains(column))
        };
        if pointers.iter().any(leads_on) {
            return None;
        }
        for (table, column) in pointers.into_iter().chain([(name, key.name)]) {
            self.table(&table)?.column_mut(&column)?.ty = Type::BigInt;
        }
        Some(())
    }

    pub(super) fn change_nullable(&mut self, pick: [u8; 4]) -> Option<()> {
        let (name, column) = self.any_column(pick, |table, column| {
            column.generated.is_none() && column.identity.is_none() && !is_in_key(table, &column.name)
        })?;
        if !column.nullable {
            self.table(&name)?.column_mut(&column.name)?.nullable = true;
            return Some(());
        }
        let fill = fill_of(&column.ty)?;
        self.table(&name)?.column_mut(&column.name)?.nullable = false;
        if self.changes {
            self.fills.insert((name, column.name), fill);
        }
        Some(())
    }

    pub(super) fn change_default(&mut self, pick: [u8; 4]) -> Option<()> {
        let (name, column) = self.any_column(pick, |table, column| {
            column.generated.is_none()
                && column.identity.is_none()
                && !is_in_key(table, &column.name)
                // A required column that is new needs the default it has.
                && (column.nullable || self.origin.has_column(&table.name, &column.name) || !self.changes)
        })?;
        let default = default_of(&self.schema, &column.ty, pick[2]).filter(|_| !pick[3].is_multiple_of(3));
        self.table(&name)?.column_mut(&column.name)?.default = default;
        Some(())
    }

    pub(super) fn change_comment(&mut self, pick: [u8; 4]) -> Option<()> {
        let comment = [None, Some("One"), Some("It's the \"second\" \\ --"), Some("größer\nund länger")]
            [usize::from(pick[2]) % 4];
        let (name, column) = self.any_column(pick, |_, _| true)?;
        let table = self.table(&name)?;
        let place = match pick[3] % 2 {
            0 => &mut table.comment,
            _ => &mut table.column_mut(&column.name)?.comment,
        };
        *place = comment.map(str::to_owned);
        Some(())
    }

    pub(super) fn change_key(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_table(pick[0])?;
        let key = nth(self.table(&name)?.foreign_keys.values_mut(), pick[1])?;
        key.on_update = [Action::NoAction, Action::Cascade, Action::Restrict][usize::from(pick[2]) % 3];
        Some(())
    }

    pub(super) fn reorder_enum(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_enum(pick[0])?;
        let values = &mut self.schema.enums.get_mut(&name)?.values;
        let by = usize::from(pick[1]) % values.len();
        values.rotate_left(by);
        Some(())
    }
}
