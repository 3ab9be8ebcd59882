//! Strokes that drop.

use strobila::operation::Operation;
use strobila::schema::{DefaultValue, Name, Type};

use super::{Painter, is_in_key, is_named, key_column, nth, parts};

impl Painter {
    /// Drops a table that nothing points at: rows that did could not point at it again on the way down.
    pub(super) fn drop_table(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_table(pick[0])?;
        let table = self.schema.tables[&name].clone();
        self.apply(Operation::DropTable { table })?;
        self.origin.forget_table(&name);
        Some(())
    }

    pub(super) fn drop_column(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_table(pick[0])?;
        self.drop_one_column(&name, pick[1], "").map(drop)
    }

    /// Drops a column of a table, `kept` excepted, with the checks, indexes and computed columns that name
    /// it; gives its name. A required one must have a default, for the way down.
    pub(super) fn drop_one_column(&mut self, name: &Name, pick: u8, kept: &str) -> Option<String> {
        let table = self.schema.tables.get_mut(name)?;
        let goes = table.columns.iter().filter(|column| {
            column.name != kept
                && !is_in_key(table, &column.name)
                && (column.nullable || column.default.is_some())
                && column.generated.is_none()
        });
        let column = nth(goes, pick)?.clone();
        if table.columns.len() < 2 {
            return None;
        }
        let is_computed_from = |other: &strobila::schema::Column| {
            other.generated.as_ref().is_some_and(|made| made.expression.mentions(&column.name))
        };
        if table.columns.iter().any(|other| is_computed_from(other) && is_named(table, &other.name)) {
            return None;
        }
        let gone: Vec<String> = table
            .columns
            .iter()
            .filter(|other| other.name == column.name || is_computed_from(other))
            .map(|column| column.name.clone())
            .collect();
        if gone.iter().any(|name| name == kept) {
            return None;
        }
        let names = |sql: &strobila::schema::Sql| gone.iter().any(|name| sql.mentions(name));
        table.checks.retain(|_, check| !names(&check.expression));
        table.indexes.retain(|_, index| {
            let expressions = index.parts.iter().filter_map(|part| match &part.key {
                strobila::schema::IndexKey::Expression(sql) => Some(sql),
                strobila::schema::IndexKey::Column(_) => None,
            });
            !expressions.chain(&index.predicate).any(names)
                && !parts(index).any(|part| gone.iter().any(|name| name == part))
        });
        table.columns.retain(|other| !gone.contains(&other.name));
        gone.iter().for_each(|column| self.origin.forget_column(name, column));
        Some(column.name)
    }

    pub(super) fn drop_key(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_table(pick[0])?;
        let table = self.table(&name)?;
        let key = nth(table.foreign_keys.keys(), pick[1])?.clone();
        table.foreign_keys.remove(&key);
        Some(())
    }

    pub(super) fn drop_unique(&mut self, pick: [u8; 4]) -> Option<()> {
        let table = self.any_table(pick[0])?;
        let unique = nth(self.schema.tables[&table].uniques.values(), pick[1])?.clone();
        self.apply(Operation::DropUnique { table, unique })
    }

    pub(super) fn drop_index(&mut self, pick: [u8; 4]) -> Option<()> {
        let table = self.any_table(pick[0])?;
        let index = nth(self.schema.tables[&table].indexes.values(), pick[1])?.clone();
        self.apply(Operation::DropIndex { table, index })
    }

    pub(super) fn drop_check(&mut self, pick: [u8; 4]) -> Option<()> {
        let table = self.any_table(pick[0])?;
        let check = nth(self.schema.tables[&table].checks.values(), pick[1])?.clone();
        self.apply(Operation::DropCheck { table, check })
    }

    pub(super) fn drop_primary_key(&mut self, pick: [u8; 4]) -> Option<()> {
        let table = self.any_table(pick[0])?;
        let of = &self.schema.tables[&table];
        if key_column(of).is_some_and(|column| column.identity.is_some()) {
            return None;
        }
        let primary_key = of.primary_key.clone()?;
        self.apply(Operation::DropPrimaryKey { table, primary_key })
    }

    /// Drops a value; three stay, and defaults that name it go.
    pub(super) fn drop_enum_value(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_enum(pick[0])?;
        let item = self.schema.enums.get_mut(&name)?;
        if item.values.len() < 3 {
            return None;
        }
        let value = item.values.remove(usize::from(pick[1]) % item.values.len());
        let first = item.values[0].clone();
        for column in self.schema.tables.values_mut().flat_map(|table| &mut table.columns) {
            if column.ty == Type::Enum(name.clone())
                && let Some(DefaultValue::Text(text)) = &mut column.default
                && *text == value
            {
                text.clone_from(&first);
            }
        }
        self.origin.forget_value(&name, &value);
        Some(())
    }

    pub(super) fn drop_enum(&mut self, pick: [u8; 4]) -> Option<()> {
        let name = self.any_enum(pick[0])?;
        let item = self.schema.enums[&name].clone();
        self.apply(Operation::DropEnum { item })?;
        self.origin.forget_enum(&name);
        Some(())
    }
}
