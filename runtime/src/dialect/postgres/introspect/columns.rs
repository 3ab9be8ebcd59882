//! Columns.

use super::super::{default, expression, types};
use super::{Cells, Reading};
use crate::schema::{Column, Generated, Identity, Name, Type};

impl Reading {
    pub(super) fn column(&mut self, mut cells: Cells<'_>) {
        let current = self.current.clone();
        let Some((table, unexpressed)) = self.table_of(&mut cells) else { return };
        let name = cells.text().to_owned();
        let ty = column_type(&mut cells, current.as_deref());
        let nullable = cells.flag();
        let text = cells.optional();
        let identity = match cells.text() {
            "" => None,
            word => Some(Identity { always: word == "a" }),
        };
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
        table.columns.push(Column {
            nullable,
            default: text
                .filter(|_| generated.is_none())
                .and_then(|text| default::parse(&cleaned(text), &ty)),
            identity,
            generated,
            collation,
            comment: cells.optional().map(str::to_owned),
            name,
            ty,
        });
    }
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
