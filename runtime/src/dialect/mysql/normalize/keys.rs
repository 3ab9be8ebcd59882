//! Keys and indexes: the primary key's name, the index that a foreign key needs, and how long a key is.

use super::super::types;
use super::{Place, Problems, index};
use crate::schema::{Column, Index, IndexPart, Table, Type};

/// The name of every primary key: the server gives it no other.
pub(in super::super) const PRIMARY: &str = "PRIMARY";

/// The longest key of InnoDB, in bytes.
const MAX_KEY: u32 = 3072;

/// The longest row, in bytes, what is kept beside it not counted.
const MAX_ROW: u32 = 65_535;

/// Makes every unique constraint a unique index: the server knows no other difference.
pub(super) fn unique_indexes(table: &mut Table) {
    for (name, unique) in std::mem::take(&mut table.uniques) {
        let parts = unique.columns.iter().map(IndexPart::column).collect();
        let index = Index { name: name.clone(), parts, unique: true, ..Index::default() };
        table.indexes.insert(name, index);
    }
}

/// Adds the index that the server makes for a foreign key when none begins with its columns: under the
/// name of the foreign key.
pub(super) fn add_indexes_of_foreign_keys(table: &mut Table, problems: &mut Problems) {
    for key in table.foreign_keys.clone().into_values() {
        if supports(table, &key.columns) {
            continue;
        }
        if table.indexes.keys().any(|name| name.eq_ignore_ascii_case(&key.name)) {
            let place = Place::of_item(&table.name, &key.name);
            let help = "give one of them another name: a foreign key needs an index of its name here";
            problems.add(&place, "an index of another form under the name of a foreign key", help);
            continue;
        }
        let parts = key.columns.iter().map(IndexPart::column).collect();
        let index = Index { name: key.name.clone(), parts, ..Index::default() };
        table.indexes.insert(key.name, index);
    }
}

/// Whether a key or an index of the table begins with the columns, in their order.
pub(in super::super) fn supports(table: &Table, columns: &[String]) -> bool {
    table.primary_key.as_ref().is_some_and(|key| key.columns.starts_with(columns))
        || table.indexes.values().any(|index| begins_with(index, columns))
}

/// Whether the index begins with the columns, in their order.
pub(in super::super) fn begins_with(index: &Index, columns: &[String]) -> bool {
    index::is_tree(index)
        && index.parts.len() >= columns.len()
        && index
            .parts
            .iter()
            .zip(columns)
            .all(|(part, column)| part.as_column() == Some(column) && part.length.is_none())
}

/// Notes keys that are too long, counters without a key, and rows that do not fit.
pub(super) fn check(table: &Table, problems: &mut Problems) {
    if let Some(key) = &table.primary_key {
        let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        length(table, PRIMARY, &columns, problems);
    }
    for index in table.indexes.values().filter(|index| index::is_tree(index)) {
        let columns: Vec<&str> = index.columns().collect();
        length(table, &index.name, &columns, problems);
    }
    counters(table, problems);
    let bytes: u32 =
        table.columns.iter().map(|column| bytes(&column.ty).min(MAX_ROW)).fold(0, u32::saturating_add);
    if bytes > MAX_ROW {
        let help = "make long texts `text`, which is kept beside the row";
        problems.add(&Place::of_table(&table.name), format!("rows of {bytes} bytes"), help);
    }
    if !table.columns.iter().any(|column| column.generated.is_none()) {
        let help = "give the table a column that is not generated";
        problems.add(&Place::of_table(&table.name), "no column of its own", help);
    }
}

fn length(table: &Table, key: &str, columns: &[&str], problems: &mut Problems) {
    let mut whole = 0_u32;
    let mut fits = true;
    for column in columns.iter().filter_map(|name| table.column(name)) {
        if types::is_blob(&column.ty) {
            let place = Place::of_item(&table.name, &column.name);
            let help = "give it a `length`: text and bytes without one are kept beside the row";
            problems.add(&place, format!("the key `{key}` over a column of type {}", column.ty), help);
            fits = false;
        }
        whole = whole.saturating_add(bytes(&column.ty));
    }
    if fits && whole > MAX_KEY {
        let help = format!("a key has at most {MAX_KEY} bytes, four a character: give a shorter `length`");
        problems.add(&Place::of_item(&table.name, key), format!("a key of {whole} bytes"), help);
    }
}

/// How many bytes a value takes in the row, at most.
fn bytes(ty: &Type) -> u32 {
    match ty {
        Type::SmallInt => 2,
        Type::Integer | Type::Float => 4,
        Type::Decimal { precision, .. } => precision / 2 + 4,
        Type::String(length) => length.saturating_mul(4).saturating_add(2),
        Type::Boolean => 1,
        Type::Date => 3,
        Type::Time => 6,
        Type::BigInt | Type::Double | Type::DateTime | Type::Timestamp => 8,
        Type::Uuid => 16,
        Type::UuidText => 36 * 4,
        Type::Binary(length) => *length,
        Type::Text | Type::Json | Type::Blob | Type::Array(_) => 12,
        // The server knows more than we do; an enum takes two.
        Type::Custom(_) | Type::Enum(_) => 2,
    }
}

fn counters(table: &Table, problems: &mut Problems) {
    let counted: Vec<&Column> = table.columns.iter().filter(|column| column.identity.is_some()).collect();
    for (at, column) in counted.iter().enumerate() {
        let place = Place::of_item(&table.name, &column.name);
        if at > 0 {
            problems.add(&place, "a second identity", "only one column of a table counts");
        }
        let is_first = |index: &Index| {
            let first = index.parts.first().and_then(IndexPart::as_column);
            first == Some(&column.name)
        };
        let leads = table.primary_key.as_ref().is_some_and(|key| key.columns.first() == Some(&column.name));
        if !leads && !table.indexes.values().any(is_first) {
            let help = "make it the first column of the primary key, of a unique or of an index";
            problems.add(&place, "identity without a key", help);
        }
    }
}
