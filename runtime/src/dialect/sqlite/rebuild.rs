//! The literal statements of a table rebuild.

use super::ddl::{create_index, create_table, drop_index, list};
use super::expression::{self, bare, default_sql, portable};
use super::{Sqlite, reading};
use crate::Target;
use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::schema::{Column, DefaultValue, Sql, Table, Type};

/// The name a table has until the old one is gone.
pub(super) fn temporary(table: &str) -> String {
    format!("strobila_new_{table}")
}

/// The statements that replace `old` by `new`, of the same name, and copy its rows.
///
/// The order is the one that keeps rows, children, triggers and views; what stands around it is the
/// session's. An index of `old` that does not stay is dropped by name, so that the session does not
/// take it for one that nobody knows and make it again.
pub(super) fn statements(old: &Table, new: &Table, operations: &[&Operation]) -> Vec<String> {
    let name = &new.name.name;
    let copy = temporary(name);
    let mut statements = vec![create_table(&unqualified(new), &copy), copy_rows(old, new, operations)];
    statements.extend(
        old.indexes.keys().filter(|index| !new.indexes.contains_key(*index)).map(|index| drop_index(index)),
    );
    statements.push(format!("DROP TABLE {}", Sqlite.quote(name)));
    statements.push(format!("ALTER TABLE {} RENAME TO {}", Sqlite.quote(&copy), Sqlite.quote(name)));
    statements.extend(new.indexes.values().map(|index| create_index(name, index)));
    statements
}

/// The table with its own columns named alone: under the copy's name there is no column of the old one.
fn unqualified(table: &Table) -> Table {
    let mut plain = table.clone();
    let own = |sql: &Sql| Sql::from(expression::unqualified(sql.any(), &table.name.name));
    for check in plain.checks.values_mut() {
        check.expression = own(&check.expression);
    }
    for generated in plain.columns.iter_mut().filter_map(|column| column.generated.as_mut()) {
        generated.expression = own(&generated.expression);
    }
    plain
}

fn copy_rows(old: &Table, new: &Table, operations: &[&Operation]) -> String {
    let stored: Vec<&Column> = new.columns.iter().filter(|column| column.generated.is_none()).collect();
    let names = list(stored.iter().map(|column| &column.name));
    let values: Vec<String> = stored.iter().map(|column| value(old, column, operations)).collect();
    let (from, copy) = (Sqlite.quote(&old.name.name), Sqlite.quote(&temporary(&new.name.name)));
    let order = match old.options.contains("WITHOUT ROWID") {
        true => String::new(),
        false => format!("\nORDER BY {from}.rowid"),
    };
    format!("INSERT INTO {copy} ({names})\nSELECT {}\nFROM {from}{order}", values.join(", "))
}

/// What the copy of a row gets in a column.
fn value(old: &Table, column: &Column, operations: &[&Operation]) -> String {
    let added = operations.iter().find_map(|operation| match operation {
        Operation::AddColumn { column: added, fill, .. } if added.name == column.name => Some(fill),
        _ => None,
    });
    let Some(before) = old.column(&column.name).filter(|_| added.is_none()) else {
        return match (added.and_then(Option::as_ref), &column.default) {
            (Some(fill), _) => fill_sql(fill, column),
            (None, Some(default)) => default_sql(default),
            (None, None) => "NULL".to_owned(),
        };
    };
    // A bare name in double quotes that is no column would be taken for a text.
    let name = format!("{}.{}", Sqlite.quote(&old.name.name), Sqlite.quote(&column.name));
    let mut value = None;
    let mut fallback = None;
    for operation in operations {
        if let Operation::AlterColumn { to, fill, using, .. } = operation
            && to.name == column.name
        {
            value = using.as_ref().map(|using| fill_sql(using, column)).or(value);
            fallback = fill.as_ref().map(|fill| fill_sql(fill, column)).or(fallback);
        }
    }
    let value = value.unwrap_or_else(|| converted(&name, &before.ty, &column.ty));
    match fallback {
        Some(fallback) => format!("COALESCE({value}, {fallback})"),
        None => value,
    }
}

/// The expression that existing rows get, with a portable word in SQLite's form.
pub(super) fn fill_sql(fill: &Sql, column: &Column) -> String {
    let text = fill.get(Target::Sqlite).unwrap_or_else(|| fill.any());
    // The kept type no longer says which text `now()` is; a default of the column does.
    let is_date = |name: &str| name.starts_with("strftime") || name.starts_with("date(");
    match (portable(bare(text), &column.ty), &column.default) {
        (Some(Ok(_)), Some(DefaultValue::Sql { sql })) if is_date(sql.any()) => sql.any().to_owned(),
        (Some(Ok(text)), _) => text.to_owned(),
        (Some(Err(_)) | None, _) => text.to_owned(),
    }
}

/// A value of one kept type as another. What cannot be converted stays as it is: CAST would make 0 of it.
pub(super) fn converted(name: &str, from: &Type, to: &Type) -> String {
    match (from, to) {
        (Type::Boolean, Type::Text) => {
            format!("CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE {name} END")
        }
        // As PostgreSQL does it: what is no truth and no number stops the migration.
        (Type::Text, Type::Boolean) => format!(
            "CASE WHEN {name} IS NULL THEN NULL WHEN lower({name}) IN ('true', 't', 'yes', 'y', 'on', '1') THEN 1 \
             WHEN lower({name}) IN ('false', 'f', 'no', 'n', 'off', '0') THEN 0 ELSE {} END",
            refused(name, "no truth value")
        ),
        (Type::Integer | Type::Double, Type::Boolean) => format!(
            "CASE WHEN {name} IS NULL OR typeof({name}) IN ('integer', 'real') THEN {name} <> 0 ELSE {} END",
            refused(name, "no truth value")
        ),
        (Type::Text | Type::Double, Type::Integer) => format!(
            "CASE WHEN {name} IS NULL OR CAST({name} AS INTEGER) = {name} THEN CAST({name} AS INTEGER) \
             WHEN CAST({name} AS NUMERIC) = {name} AND abs(CAST({name} AS NUMERIC)) < 9.2e18 \
             THEN CAST(round({name}) AS INTEGER) ELSE {} END",
            refused(name, "no whole number")
        ),
        (Type::Text, Type::Double) => format!(
            "CASE WHEN {name} IS NULL OR CAST({name} AS NUMERIC) = {name} THEN CAST({name} AS REAL) ELSE {} END",
            refused(name, "no number")
        ),
        // CAST keeps fifteen digits; seventeen tell every number from the next.
        (Type::Double, Type::Text) => format!(
            "CASE WHEN typeof({name}) = 'real' AND CAST(CAST({name} AS TEXT) AS REAL) <> {name} \
             THEN printf('%!.17g', {name}) ELSE CAST({name} AS TEXT) END"
        ),
        (Type::Integer | Type::Custom(_), Type::Text) => format!("CAST({name} AS TEXT)"),
        // As on PostgreSQL the bytes of a text are those of its UTF-8, whatever they look like.
        (Type::Text, Type::Blob) => format!("CAST({name} AS BLOB)"),
        (Type::Blob, Type::Text) => reading::utf8(name),
        _ => name.to_owned(),
    }
}

/// Stops the statement.
pub(super) fn refused(name: &str, why: &str) -> String {
    refused_as(name, name, why)
}

/// Stops the statement, and shows the value as `shown`.
pub(super) fn refused_as(name: &str, shown: &str, why: &str) -> String {
    Sqlite.refusal(shown, &format!("{name} {REFUSED} {why}"))
}

/// What marks the text of a refused value.
pub(super) const REFUSED: &str = "holds";

/// A moment kept as one text as the text of another, as sqlx writes it; what is no such text stays.
pub(super) fn moment(value: &str, from: &Type, to: &Type) -> Option<String> {
    let has_zone = format!("{value} GLOB '*[+-][0-9][0-9]:[0-9][0-9]' OR {value} LIKE '%Z'");
    // SQLite rounds parts of a second to thousandths, and may count a second or a day on.
    let rest = format!("ltrim(substr({value}, 20), '.0123456789')");
    let whole = format!("substr({value}, 1, 19) || {rest}");
    let fraction = format!("substr({value}, 20, length(substr({value}, 20)) - length({rest}))");
    let midnight = |zone: &str| {
        format!("CASE length({value}) WHEN 10 THEN {value} || ' 00:00:00{zone}' ELSE {value} END")
    };
    Some(match (from, to) {
        (Type::Date, Type::DateTime) => midnight(""),
        (Type::Date, Type::Timestamp) => midnight("+00:00"),
        (Type::DateTime, Type::Timestamp) => {
            format!("CASE WHEN length({value}) < 16 OR {has_zone} THEN {value} ELSE {value} || '+00:00' END")
        }
        // In UTC, as everywhere else: without its zone another moment would be read.
        (Type::Timestamp, Type::DateTime) => format!("COALESCE(datetime({whole}) || {fraction}, {value})"),
        (Type::DateTime | Type::Timestamp, Type::Date) => format!("COALESCE(date({whole}), {value})"),
        (Type::DateTime | Type::Timestamp, Type::Time) => {
            format!("COALESCE(time({whole}) || {fraction}, {value})")
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::converted;
    use crate::schema::Type;

    #[test]
    fn a_text_says_a_number_to_its_last_digit() {
        // NULL, and a text that stands in a column of numbers, are no number to print: they stay.
        let text = converted("c", &Type::Double, &Type::Text);
        assert!(text.starts_with("CASE WHEN typeof(c) = 'real' AND CAST(CAST(c AS TEXT) AS REAL) <> c THEN"));
        assert!(text.ends_with("printf('%!.17g', c) ELSE CAST(c AS TEXT) END"));
    }
}
