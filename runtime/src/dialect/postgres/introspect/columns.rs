//! Columns.

use std::collections::BTreeSet;

use super::super::sequence::{self, Numbers};
use super::super::{default, expression, types};
use super::{Cells, Reading};
use crate::schema::{Column, Generated, Identity, Name, Sequence, Type};

impl Reading {
    pub(super) fn column(&mut self, mut cells: Cells<'_>) {
        let current = self.current.clone();
        let Some((table, unexpressed)) = self.table_of(&mut cells) else { return };
        let name = cells.text().to_owned();
        let ty = column_type(&mut cells, current.as_deref());
        let nullable = cells.flag();
        let text = cells.optional();
        let letter = cells.text();
        let generated = match cells.text() {
            "" => None,
            word => {
                Some(Generated { expression: cleaned(text.unwrap_or_default()).into(), stored: word == "s" })
            }
        };
        let collation = cells.optional().map(str::to_owned);
        if let Some(schema) = cells.optional().filter(|schema| Some(*schema) != current.as_deref()) {
            let collation = collation.as_deref().unwrap_or_default();
            unexpressed.push(format!("collation {schema}.{collation} of {}.{name}", table.name));
        }
        let comment = cells.optional().map(str::to_owned);
        for what in ["storage", "compression", "statistics target"].iter().filter(|_| cells.flag()) {
            unexpressed.push(format!("{what} of {}.{name}", table.name));
        }
        let identity = sequence(&mut cells, &table.name.name, &name, &ty).map(|sequence| Identity {
            always: letter == "a",
            serial: letter.is_empty(),
            sequence,
        });
        let text = text.filter(|_| generated.is_none() && identity.is_none());
        let default = text.and_then(|text| default::parse(&cleaned(text), &ty));
        table.columns.push(Column {
            name,
            ty,
            nullable,
            default,
            identity,
            generated,
            collation,
            comment,
            declared: None,
            options: BTreeSet::new(),
        });
    }
}

/// The sequence that counts for a column; its name only when it is not the one the server would give.
fn sequence(cells: &mut Cells<'_>, table: &str, column: &str, ty: &Type) -> Option<Sequence> {
    let name = cells.optional()?;
    let mut number = || cells.text().parse().unwrap_or_default();
    let numbers = Numbers {
        start: number(),
        increment: number(),
        min: number(),
        max: number(),
        cache: number(),
        cycle: cells.flag(),
    };
    let name = Some(name.to_owned()).filter(|name| *name != sequence::default_name(table, column));
    Some(numbers.said(name, ty))
}

fn column_type(cells: &mut Cells<'_>, current: Option<&str>) -> Type {
    let printed = cells.text();
    let is_array = cells.flag();
    let (schema, name) = (cells.optional(), cells.optional());
    let item = match name {
        Some(name) => {
            let schema = schema.filter(|schema| Some(*schema) != current).map(str::to_owned);
            Type::Enum(Name { schema, name: name.to_owned() })
        }
        None => types::parse(printed),
    };
    if is_array { Type::Array(Box::new(item)) } else { item }
}

/// An expression as a model would write it.
pub(super) fn cleaned(text: &str) -> String {
    // What the server prints is always whole; if not, its text says more than none.
    expression::clean(text).unwrap_or_else(|_| text.to_owned())
}
