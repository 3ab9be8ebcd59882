//! An enum that a database keeps as text with a check: a change of the check is one of the enum.

use strobila::operation::Operation;
use strobila::schema::{Check, Column, Enum, Schema, Table, Type, check_name};

/// The column of an enum whose values the database keeps in a check of that name.
fn column<'a>(table: &'a Table, check: &str) -> Option<&'a Column> {
    let mut columns = table.columns.iter().filter(|column| column.ty.enum_name().is_some());
    columns
        .find(|column| check_name(&table.name.name, &column.name) == check)
        .filter(|_| !table.checks.contains_key(check))
}

/// What a check that went means; none where it held no enum.
///
/// Where it comes back with other values, those say it.
pub(super) fn dropped(table: &Table, check: &Check, all: &[Operation]) -> Option<Vec<Operation>> {
    let from = column(table, &check.name)?;
    let comes_back = all.iter().any(|operation| match operation {
        Operation::AddCheck { table: of, check: new } => *of == table.name && new.name == check.name,
        _ => false,
    });
    if comes_back {
        return Some(Vec::new());
    }
    let (table, from, to) = (table.name.clone(), from.clone(), Column { ty: Type::Text, ..from.clone() });
    Some(vec![Operation::AlterColumn { table, from, to, fill: None, using: None }])
}

/// What a check that came means, with the values of an enum; none where it holds no enum.
///
/// Its texts are taken for the values. Who asks tries whether the check of those is the one that is there.
pub(super) fn added(table: &Table, check: &Check, schema: &Schema) -> Option<Vec<Operation>> {
    let from = schema.enums.get(column(table, &check.name)?.ty.enum_name()?)?;
    let to = Enum { values: texts(check.expression.any()), ..from.clone() };
    let from = from.clone();
    Some(if to == from { Vec::new() } else { vec![Operation::ReplaceEnum { from, to }] })
}

/// The texts that stand in an expression, in their order.
fn texts(sql: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = sql.chars().peekable();
    while let Some(mark) = rest.next() {
        if !matches!(mark, '\'' | '"' | '`') {
            continue;
        }
        let mut text = String::new();
        while let Some(c) = rest.next() {
            // A mark that stands twice is one of the text.
            if c == mark && rest.next_if_eq(&mark).is_none() {
                break;
            }
            text.push(c);
        }
        if mark == '\'' {
            texts.push(text);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn the_texts_of_an_expression_are_found_whatever_else_is_quoted() {
        let sql = r#"("it's" IN ('a', 'it''s', '') OR `x'y` = 'b"')"#;
        assert_eq!(texts(sql), ["a", "it's", "", "b\""]);
        assert_eq!(texts("status = ANY (ARRAY['draft'::text, 'open"), ["draft", "open"]);
    }
}
