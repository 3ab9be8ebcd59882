//! Columns.

use std::collections::BTreeSet;

use super::super::{default, options, printed, types};
use super::{Cells, Reading};
use crate::Target;
use crate::schema::{Column, DefaultValue, Generated, Identity, Type};

impl Reading {
    pub(super) fn column(&mut self, mut cells: Cells<'_>) {
        let (target, hidden) = (self.target, self.hidden.is_some());
        let Some((table, unexpressed)) = self.table_of(&mut cells) else { return };
        let place = cells.text();
        // MySQL hides a key that it makes by itself.
        if target == Target::Mariadb && !hidden && place != (table.columns.len() + 1).to_string() {
            self.hidden = Some(format!("columns of {}", table.name));
            return;
        }
        let name = cells.text().to_owned();
        let mut note = |what: &str| unexpressed.push(format!("{what} of {}.{name}", table.name));
        let (ty, is_compressed) = column_type(cells.text());
        if is_compressed {
            note("compression");
        }
        let nullable = cells.flag();
        let default = cells.optional();
        let extra = cells.text().to_ascii_lowercase();
        let expression = cells.text();
        if ["ROW START", "ROW END"].contains(&expression) {
            // MariaDB's own, of a table with system versioning.
            note(&expression.to_lowercase());
            return;
        }
        if extra.contains("without system") {
            note("versioning");
        }
        let mut options = BTreeSet::new();
        if extra.contains("invisible") {
            options.insert("INVISIBLE".to_owned());
        }
        if let Some((_, moment)) = extra.split_once("on update ") {
            let moment = moment.split([' ', ',']).next().unwrap_or_default();
            options.insert(format!("ON UPDATE {moment}"));
        }
        let generated = is_generated(&extra).then(|| Generated {
            expression: Reading::cleaned(target, expression).into(),
            stored: !extra.contains("virtual generated"),
        });
        let default = match default {
            Some(text) if generated.is_none() => read_default(text, &ty, &extra, target),
            Some(_) | None => None,
        };
        let collation =
            cells.optional().filter(|collation| *collation != options::collation(table)).map(str::to_owned);
        let comment = Some(cells.text()).filter(|comment| !comment.is_empty()).map(str::to_owned);
        let identity = extra.contains("auto_increment").then(Identity::default);
        let declared = None;
        table.columns.push(Column {
            name,
            ty,
            declared,
            nullable,
            default,
            identity,
            generated,
            collation,
            options,
            comment,
        });
    }
}

fn is_generated(extra: &str) -> bool {
    ["virtual generated", "stored generated", "persistent generated"]
        .iter()
        .any(|words| extra.contains(words))
}

/// The type, and whether MariaDB keeps the values compressed, as it says in a comment.
fn column_type(text: &str) -> (Type, bool) {
    let (text, rest) = text.split_once(" /*").unwrap_or((text, ""));
    let text = printed::literals(text);
    let ty = types::parse(&text).unwrap_or_else(|_| Type::Custom(text.into()));
    (ty, !rest.is_empty())
}

/// MariaDB prints a default as SQL, MySQL a value without quotes unless it is an expression.
fn read_default(text: &str, ty: &Type, extra: &str, target: Target) -> Option<DefaultValue> {
    let is_sql = target != Target::Mysql || extra.contains("default_generated") || text.starts_with("b'");
    if is_sql {
        return default::read(&printed::expression(text, target), ty);
    }
    let value = DefaultValue::Text(text.to_owned());
    default::normal(&value, ty, ty, target).unwrap_or(Some(value))
}
