//! Strokes: what a random change does to a schema, and when it is left out.

mod add;
mod change;
mod drop;
mod rename;

use std::collections::BTreeMap;

use strobila::operation::{Operation, apply};
use strobila::schema::{Column, Index, IndexKey, Name, Schema, Sql, Table, Type};
use strobila_generator::diff::Renames;

use super::origin::Origin;
use super::{Kind, Stroke};

/// Most tables a schema gets.
const TABLES: usize = 5;

/// A schema under work.
#[derive(Default)]
pub(super) struct Painter {
    pub(super) schema: Schema,
    origin: Origin,
    /// Whether `origin` counts: the second half of a pair has begun.
    changes: bool,
    /// Numbers for names; none is given twice.
    number: usize,
    fills: BTreeMap<(Name, String), Sql>,
}

impl Painter {
    /// Begins the second half of a pair.
    pub(super) fn begin(&mut self) {
        self.origin = Origin::of(&self.schema);
        self.changes = true;
    }

    pub(super) fn renames(&self) -> Renames {
        self.origin.renames()
    }

    /// The fills of columns that are still required.
    pub(super) fn fills(&self) -> BTreeMap<(Name, String), Sql> {
        let is_open = |(table, column): &(Name, String)| {
            self.schema.tables.get(table).and_then(|table| table.column(column)).is_some_and(|c| !c.nullable)
        };
        self.fills.iter().filter(|(place, _)| is_open(place)).map(|(a, b)| (a.clone(), b.clone())).collect()
    }

    /// Does one stroke, or nothing when it does not fit.
    pub(super) fn paint(&mut self, stroke: Stroke) {
        // What a stroke did not do is no error: the schema stays as it was.
        let _left_out = match stroke.kind {
            Kind::AddTable => self.add_table(stroke.pick),
            Kind::AddPivot => self.add_pivot(stroke.pick),
            Kind::AddEnum => self.add_enum(stroke.pick),
            Kind::AddColumn => self.add_column(stroke.pick),
            Kind::AddKey => self.add_key(stroke.pick),
            Kind::AddUnique => self.add_unique(stroke.pick),
            Kind::AddIndex => self.add_index(stroke.pick),
            Kind::AddCheck => self.add_check(stroke.pick),
            Kind::AddGenerated => self.add_generated(stroke.pick),
            Kind::AddPrimaryKey => self.add_primary_key(stroke.pick),
            Kind::AddEnumValue => self.add_enum_value(stroke.pick),
            Kind::RenameTable => self.rename_table(stroke.pick),
            Kind::RenameColumn => self.rename_column(stroke.pick),
            Kind::RenameEnum => self.rename_enum(stroke.pick),
            Kind::RenameEnumValue => self.rename_enum_value(stroke.pick),
            Kind::SwapTables => self.swap_tables(stroke.pick),
            Kind::SwapColumns => self.swap_columns(stroke.pick),
            Kind::ReplaceColumn => self.replace_column(stroke.pick),
            Kind::ChangeType => self.change_type(stroke.pick),
            Kind::ChangeKeyType => self.change_key_type(stroke.pick),
            Kind::ChangeNullable => self.change_nullable(stroke.pick),
            Kind::ChangeDefault => self.change_default(stroke.pick),
            Kind::ChangeComment => self.change_comment(stroke.pick),
            Kind::ChangeKey => self.change_key(stroke.pick),
            Kind::ReorderEnum => self.reorder_enum(stroke.pick),
            Kind::DropTable => self.drop_table(stroke.pick),
            Kind::DropColumn => self.drop_column(stroke.pick),
            Kind::DropKey => self.drop_key(stroke.pick),
            Kind::DropUnique => self.drop_unique(stroke.pick),
            Kind::DropIndex => self.drop_index(stroke.pick),
            Kind::DropCheck => self.drop_check(stroke.pick),
            Kind::DropPrimaryKey => self.drop_primary_key(stroke.pick),
            Kind::DropEnumValue => self.drop_enum_value(stroke.pick),
            Kind::DropEnum => self.drop_enum(stroke.pick),
        };
    }

    fn next_number(&mut self) -> usize {
        self.number += 1;
        self.number - 1
    }

    /// The name of a table, by number.
    fn any_table(&self, pick: u8) -> Option<Name> {
        nth(self.schema.tables.keys(), pick).cloned()
    }

    fn any_enum(&self, pick: u8) -> Option<Name> {
        nth(self.schema.enums.keys(), pick).cloned()
    }

    fn table(&mut self, name: &Name) -> Option<&mut Table> {
        self.schema.tables.get_mut(name)
    }

    /// Runs an operation; none when it is refused.
    fn apply(&mut self, operation: Operation) -> Option<()> {
        apply(&mut self.schema, &operation).ok()?;
        Some(())
    }

    /// A table and one of its columns that fits, by numbers.
    fn any_column(&self, pick: [u8; 4], fits: impl Fn(&Table, &Column) -> bool) -> Option<(Name, Column)> {
        let name = self.any_table(pick[0])?;
        let table = self.schema.tables.get(&name)?;
        let column = nth(table.columns.iter().filter(|column| fits(table, column)), pick[1])?;
        Some((name, column.clone()))
    }

    /// Whether rows that are there already have a value of their own in the column: it was there at the
    /// beginning, or is NULL in them.
    fn is_distinct(&self, table: &Name, column: &Column) -> bool {
        !self.changes
            || self.origin.has_column(table, &column.name)
            || !self.origin.has_table(table)
            || (column.nullable && column.default.is_none())
    }
}

/// One of several, by number.
fn nth<T>(items: impl IntoIterator<Item = T>, pick: u8) -> Option<T> {
    let items: Vec<T> = items.into_iter().collect();
    let at = usize::from(pick).checked_rem(items.len())?;
    items.into_iter().nth(at)
}

/// Whether a primary key, unique constraint or foreign key of the table holds the column.
fn is_in_key(table: &Table, column: &str) -> bool {
    let keys = table.primary_key.iter().map(|key| &key.columns);
    let uniques = table.uniques.values().map(|unique| &unique.columns);
    let foreign = table.foreign_keys.values().map(|key| &key.columns);
    keys.chain(uniques).chain(foreign).flatten().any(|name| name == column)
        || table.indexes.values().any(|index| index.unique && parts(index).any(|name| name == column))
}

/// Whether an expression of the table names the column.
fn is_named(table: &Table, column: &str) -> bool {
    let checks = table.checks.values().map(|check| &check.expression);
    let generated = table.columns.iter().filter_map(|c| c.generated.as_ref()).map(|g| &g.expression);
    let indexes = table.indexes.values();
    let indexed = indexes.clone().flat_map(|index| &index.parts).filter_map(|part| match &part.key {
        IndexKey::Expression(sql) => Some(sql),
        IndexKey::Column(_) => None,
    });
    checks
        .chain(generated)
        .chain(indexed)
        .chain(indexes.filter_map(|index| index.predicate.as_ref()))
        .any(|sql| sql.mentions(column))
}

fn parts(index: &Index) -> impl Iterator<Item = &str> {
    index.parts.iter().filter_map(|part| match &part.key {
        IndexKey::Column(name) => Some(name.as_str()),
        IndexKey::Expression(_) => None,
    })
}

/// The single column of the primary key.
fn key_column(table: &Table) -> Option<&Column> {
    let [column] = table.primary_key.as_ref()?.columns.as_slice() else { return None };
    table.column(column)
}

fn quoted(column: &str) -> String {
    format!("\"{}\"", column.replace('"', "\"\""))
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::SmallInt | Type::Integer | Type::BigInt)
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::String(_))
}
