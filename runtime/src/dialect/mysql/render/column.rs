//! Columns that are added and changed.

use super::super::lexer::{Kind, significant};
use super::super::{backticked, default, types};
use super::table::quote_name;
use super::{alter, conversion, generated, table};
use crate::Target;
use crate::dialect::Unsupported;
use crate::schema::{Column, DefaultValue, Name, Table, Type};

/// The clause that writes a column's whole definition.
pub(super) fn modify(column: &Column, target: Target) -> String {
    format!("MODIFY COLUMN {}", table::column(column, target))
}

/// Adds a column; existing rows get `fill`, which may name other columns.
///
/// A required column for which nothing is said comes as one that may be NULL first: else the server would
/// give rows 0 or the empty text without a word.
pub(super) fn add(table: &Name, column: &Column, fill: Option<&str>, target: Target) -> Vec<String> {
    let add = |column: &Column| alter(table, &[format!("ADD COLUMN {}", table::column(column, target))]);
    let empty = Column { default: None, nullable: true, ..column.clone() };
    // The database fills these itself.
    let fill = fill.filter(|_| column.generated.is_none() && column.identity.is_none());
    let Some(fill) = fill.map(|fill| conversion::portable(fill, &column.ty, target)) else {
        if !column.is_required() {
            return vec![add(column)];
        }
        let mut statements = vec![add(&empty)];
        statements.extend(require(table, column, target));
        return statements;
    };
    // A literal becomes the default for a moment: no row is written then.
    if let Some(value) = constant(&fill, &column.ty) {
        let with = Column { default: Some(value.clone()), ..column.clone() };
        let mut statements = vec![add(&with)];
        if column.default.as_ref() != Some(&value) {
            statements.push(set_default(table, column, target));
        }
        return statements;
    }
    let mut statements = vec![add(&empty), update(table, column, &fill, false)];
    if !column.nullable {
        statements.extend(require(table, column, target));
    } else if column.default.is_some() {
        statements.push(alter(table, &[modify(column, target)]));
    }
    statements
}

/// The whole definition of a column that was NULL so far and must not be.
fn require(table: &Name, column: &Column, target: Target) -> Vec<String> {
    let guard = types::strict(&column.ty).map(|ty| Column { ty, default: None, ..column.clone() });
    let each = guard.iter().chain([column]);
    each.map(|column| alter(table, &[modify(column, target)])).collect()
}

/// The value of a fill that is a literal.
fn constant(fill: &str, ty: &Type) -> Option<DefaultValue> {
    let tokens = significant(fill).ok()?;
    let is_literal = match tokens.as_slice() {
        [only] => {
            matches!(only.kind, Kind::Text | Kind::Number | Kind::Bits)
                || ["TRUE", "FALSE"].iter().any(|word| only.is_word(word))
        }
        [sign, only] => sign.is('-') && only.kind == Kind::Number,
        _ => false,
    };
    is_literal.then(|| default::read(fill, ty)).flatten()
}

fn update(table: &Name, column: &Column, value: &str, only_null: bool) -> String {
    let name = backticked(&column.name);
    let condition = if only_null { format!("\nWHERE {name} IS NULL") } else { String::new() };
    format!("UPDATE {}\nSET {name} = {value}{condition}", quote_name(table))
}

/// The default alone; the whole definition where the server knows the moment only there.
fn set_default(table: &Name, column: &Column, target: Target) -> String {
    let name = backticked(&column.name);
    let clause = match &column.default {
        Some(DefaultValue::Sql { .. }) => modify(column, target),
        Some(value) => {
            format!("ALTER COLUMN {name} SET DEFAULT {}", default::sql(value, &column.ty, target))
        }
        // Without a default even a column that may be NULL must be named in an INSERT.
        None if column.nullable => format!("ALTER COLUMN {name} SET DEFAULT NULL"),
        None => format!("ALTER COLUMN {name} DROP DEFAULT"),
    };
    alter(table, &[clause])
}

/// A change of one column.
pub(super) struct Change<'a> {
    /// The table as it is before.
    pub(super) table: &'a Table,
    pub(super) from: &'a Column,
    pub(super) to: &'a Column,
    pub(super) fill: Option<&'a str>,
    pub(super) using: Option<&'a str>,
    pub(super) target: Target,
}

impl Change<'_> {
    /// # Errors
    /// What the target cannot do.
    pub(super) fn statements(&self) -> Result<Vec<String>, Unsupported> {
        let Change { from, to, target, .. } = self;
        let name = &self.table.name;
        if to.generated.is_some() {
            return generated::change(self);
        }
        let mut statements = Vec::new();
        if from.generated.is_some() {
            statements.extend(generated::keep_values(self)?);
        }
        if self.is_default_alone() {
            return Ok(vec![set_default(name, to, *target)]);
        }
        // The way goes over columns that may be NULL until every row has a value.
        let through = |ty: &Type| {
            let nullable = from.nullable || to.nullable;
            let column = Column { ty: ty.clone(), nullable, default: None, identity: None, ..(*to).clone() };
            alter(name, &[modify(&column, *target)])
        };
        let mut here = &from.ty;
        let stops = self.stops();
        for stop in &stops {
            if let Some(ty) = &stop.ty {
                statements.push(through(ty));
                here = ty;
            }
            statements.extend(stop.value.iter().map(|value| update(name, to, value, false)));
        }
        if let Some(fill) = self.fill {
            if *here != to.ty {
                statements.push(through(&to.ty));
                here = &to.ty;
            }
            let fill = conversion::portable(fill, &to.ty, *target);
            let fill = constant(&fill, &to.ty).map_or(fill, |value| default::expression(&value));
            statements.push(update(name, to, &fill, true));
        }
        if from.nullable && !to.nullable {
            statements.extend(require(name, to, *target));
        } else if from != to || *here != from.ty {
            statements.push(alter(name, &[modify(to, *target)]));
        }
        Ok(statements)
    }

    /// What happens to the values on the way, before the last definition.
    fn stops(&self) -> Vec<conversion::Stop> {
        match self.using {
            Some(using) => conversion::by(using, &self.from.ty, &self.to.ty),
            None if self.from.ty == self.to.ty => Vec::new(),
            None => conversion::of(&self.to.name, &self.from.ty, &self.to.ty),
        }
    }

    fn is_default_alone(&self) -> bool {
        let is_value = |default: &Option<DefaultValue>| !matches!(default, Some(DefaultValue::Sql { .. }));
        let others = |column: &Column| Column { default: None, ..column.clone() };
        self.from.default != self.to.default
            && is_value(&self.from.default)
            && is_value(&self.to.default)
            && others(self.from) == others(self.to)
            && self.using.is_none()
            && self.fill.is_none()
            // What it is kept as hangs on the type.
            && types::fraction(&self.to.ty).is_none()
    }
}
