//! Columns that are added and changed.

use std::collections::BTreeSet;

use super::super::lexer::{Kind, significant};
use super::super::{backticked, default, types};
use super::table::quote_name;
use super::{alter, conversion, generated, table};
use crate::Target;
use crate::dialect::Unsupported;
use crate::operation::Place;
use crate::schema::{Column, DefaultValue, Name, Table, Type};

/// The clause that writes a column's whole definition.
pub(super) fn modify(column: &Column, target: Target) -> String {
    format!("MODIFY COLUMN {}", table::column(column, target))
}

/// Adds a column; existing rows get `fill`, which may name other columns.
///
/// A required column for which nothing is said comes as one that may be NULL first: else the server would
/// give rows 0 or the empty text without a word.
pub(super) fn add(
    table: &Name,
    column: &Column,
    fill: Option<&str>,
    place: Option<&Place>,
    target: Target,
) -> Vec<String> {
    let add = |column: &Column| alter(table, &[add_clause(column, place, target)]);
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

/// A name like that of a column which no column of the table has.
fn free_name(table: &Table, name: &str) -> String {
    let short: String = name.chars().take(50).collect();
    let names = (1..).map(|number: u32| match number {
        1 => format!("{short}_new"),
        number => format!("{short}_new{number}"),
    });
    let is_free = |name: &String| !table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    names.into_iter().find(is_free).unwrap_or_default()
}

/// The clause that adds a column at its place.
pub(super) fn add_clause(column: &Column, place: Option<&Place>, target: Target) -> String {
    let definition = table::column(column, target);
    match place {
        None => format!("ADD COLUMN {definition}"),
        Some(Place::First) => format!("ADD COLUMN {definition} FIRST"),
        Some(Place::After(name)) => format!("ADD COLUMN {definition} AFTER {}", backticked(name)),
    }
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
            let options = BTreeSet::new();
            let column =
                Column { ty: ty.clone(), nullable, default: None, identity: None, options, ..(*to).clone() };
            alter(name, &[modify(&column, *target)])
        };
        let mut here = &from.ty;
        let Some(stops) = self.stops() else {
            statements.extend(self.beside()?);
            return Ok(statements);
        };
        if let Some((rows, refused)) =
            conversion::uncut(&to.name, &from.ty, &to.ty).filter(|_| self.using.is_none())
        {
            statements.push(format!("{}\nWHERE {rows}", update(name, to, &refused, false)));
        }
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
            statements.push(self.fill(to, fill));
        }
        if from.nullable && !to.nullable {
            statements.extend(require(name, to, *target));
        } else if from != to || *here != from.ty {
            statements.push(alter(name, &[modify(to, *target)]));
        }
        Ok(statements)
    }

    /// Gives rows without a value in `column` the fill.
    fn fill(&self, column: &Column, fill: &str) -> String {
        let fill = conversion::portable(fill, &self.to.ty, self.target);
        let fill = constant(&fill, &self.to.ty).map_or(fill, |value| default::expression(&value));
        update(&self.table.name, column, &fill, true)
    }

    /// What happens to the values on the way, before the last definition; none when it happens in a column
    /// beside this one.
    fn stops(&self) -> Option<Vec<conversion::Stop>> {
        match self.using {
            Some(using) => conversion::by(using, &self.from.ty, &self.to.ty),
            None if self.from.ty == self.to.ty => Some(Vec::new()),
            None => Some(conversion::of(&self.to.name, &self.from.ty, &self.to.ty)),
        }
    }

    /// Computes the new values in a column beside the old one, which then takes its place.
    ///
    /// # Errors
    /// What the target cannot do.
    fn beside(&self) -> Result<Vec<String>, Unsupported> {
        let Change { table, from, to, target, .. } = self;
        let plain = Column {
            name: free_name(table, &to.name),
            default: None,
            identity: None,
            options: BTreeSet::new(),
            ..(*to).clone()
        };
        let empty = Column { nullable: true, ..plain.clone() };
        let using = conversion::beside(self.using.unwrap_or(&from.name), &to.ty);
        let mut statements = vec![
            alter(&table.name, &[format!("ADD COLUMN {}", table::column(&empty, *target))]),
            update(&table.name, &plain, &using, false),
        ];
        if let Some(fill) = self.fill {
            statements.push(self.fill(&plain, fill));
        }
        if !plain.nullable {
            statements.extend(require(&table.name, &plain, *target));
        }
        let clause = format!("CHANGE COLUMN {} {}", backticked(&plain.name), table::column(to, *target));
        statements.push(generated::replaced(table, from, &clause, *target)?);
        Ok(statements)
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
