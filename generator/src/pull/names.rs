//! Names in Rust for names in a database: valid, in Rust's letter case, each once.

use std::collections::{BTreeMap, BTreeSet};

use strobila::schema::{Name, Schema, Table};

/// Type names that the source uses, or that every file of Rust knows.
const TAKEN_TYPES: &[&str] = &[
    "Self",
    "Option",
    "String",
    "Vec",
    "Box",
    "Result",
    "Uuid",
    "Decimal",
    "DateTime",
    "Utc",
    "NaiveDate",
    "NaiveTime",
    "NaiveDateTime",
    "Value",
    "Model",
    "Enum",
    "Some",
    "None",
    "Ok",
    "Err",
    "Send",
    "Sync",
    "Copy",
    "Clone",
    "Drop",
    "Default",
    "Iterator",
    "From",
    "Into",
    "Fn",
    "FnMut",
    "FnOnce",
    "Sized",
    "Eq",
    "Ord",
    "ToString",
    "ToOwned",
    "Extend",
    "TryFrom",
    "TryInto",
    "AsRef",
    "AsMut",
    "PartialEq",
    "PartialOrd",
    "Debug",
    "Hash",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FromIterator",
    "Future",
    "IntoFuture",
];

/// Names of files that are not a table's. Windows keeps some for its devices.
const TAKEN_FILES: &[&str] = &[
    "mod",
    "enums",
    "con",
    "nul",
    "prn",
    "aux",
    "main",
    "lib",
    "strobila",
    "std",
    "core",
    "alloc",
    "chrono",
    "uuid",
    "rust_decimal",
    "serde_json",
];

/// Words that cannot be a name even behind `r#`.
const NEVER: &[&str] = &["self", "Self", "super", "crate", "_"];

/// The Rust names of everything in a schema.
pub(super) struct Names {
    tables: BTreeMap<Name, (String, String)>,
    enums: BTreeMap<Name, String>,
    fields: BTreeMap<Name, BTreeMap<String, String>>,
}

impl Names {
    pub(super) fn new(schema: &Schema) -> Self {
        let (mut types, mut files) = (Taken::new(TAKEN_TYPES), Taken::new(TAKEN_FILES));
        let mut names = Names { tables: BTreeMap::new(), enums: BTreeMap::new(), fields: BTreeMap::new() };
        for table in schema.tables.values() {
            let plain = ascii(&snake(&table.name.name, "table"));
            let ident = types.take(upper_camel(&table.name.name, "Table"));
            let file = match plain.starts_with(|first: char| first == '_' || first.is_ascii_digit()) {
                true => format!("t{plain}"),
                false => plain,
            };
            // A file's name is a module's: a keyword would need `r#`.
            let file = if is_keyword(&file) { format!("{file}_") } else { file };
            names.tables.insert(table.name.clone(), (ident, files.take(file)));
            names.fields.insert(table.name.clone(), fields(table));
        }
        for name in schema.enums.keys() {
            names.enums.insert(name.clone(), types.take(upper_camel(&name.name, "Enum")));
        }
        names
    }

    /// The struct of a table.
    pub(super) fn table(&self, name: &Name) -> &str {
        self.tables.get(name).map_or("", |(ident, _)| ident)
    }

    /// The file of a table, without `.rs`.
    pub(super) fn file(&self, name: &Name) -> &str {
        self.tables.get(name).map_or("", |(_, file)| file)
    }

    /// The enum of that name.
    pub(super) fn item(&self, name: &Name) -> &str {
        self.enums.get(name).map_or("", String::as_str)
    }

    /// The field of a column, without `r#`.
    pub(super) fn field<'a>(&'a self, table: &Name, column: &'a str) -> &'a str {
        self.fields.get(table).and_then(|fields| fields.get(column)).map_or(column, String::as_str)
    }

    /// The field of a column as it is written.
    pub(super) fn ident(&self, table: &Name, column: &str) -> String {
        written(self.field(table, column))
    }
}

fn fields(table: &Table) -> BTreeMap<String, String> {
    let mut taken = Taken::new(&[]);
    // A column that is a field's name as it stands comes before one that must change.
    let (same, other): (Vec<_>, Vec<_>) =
        table.columns.iter().partition(|column| snake(&column.name, "column") == column.name);
    let columns = same.into_iter().chain(other);
    columns.map(|column| (column.name.clone(), taken.take(snake(&column.name, "column")))).collect()
}

/// The variants of an enum, in order.
pub(super) fn variants(values: &[String]) -> Vec<String> {
    let mut taken = Taken::new(&["Self"]);
    values.iter().map(|value| taken.take(upper_camel(value, "Value"))).collect()
}

/// A name as it is written in source: a keyword behind `r#`.
pub(super) fn written(name: &str) -> String {
    if is_keyword(name) { format!("r#{name}") } else { name.to_owned() }
}

fn is_keyword(name: &str) -> bool {
    name == "gen" || syn::parse_str::<syn::Ident>(name).is_err()
}

/// Names that are taken, whatever their letter case.
struct Taken(BTreeSet<String>);

impl Taken {
    fn new(names: &[&str]) -> Self {
        Taken(names.iter().map(|name| name.to_lowercase()).collect())
    }

    /// The name, or the name with the first number from 2 that is free.
    fn take(&mut self, name: String) -> String {
        let mut free = name.clone();
        let mut number = 2_u32;
        while !self.0.insert(free.to_lowercase()) {
            free = format!("{name}{number}");
            number += 1;
        }
        free
    }
}

/// Letters and digits that a name keeps; the rest of Unicode has rules of its own in Rust.
fn is_kept(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&letter) && letter.is_alphabetic()
}

/// The words of a name: cut where letters end, and before an upper case letter as `#[derive(Model)]` does.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        if !is_kept(*letter) {
            words.push(String::new());
            continue;
        }
        if begins_a_word(&letters, at) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether an upper case letter begins a word, by the rule of the derive (`snake_case` in its `name.rs`), which
/// is a crate of macros and lends out no function.
fn begins_a_word(letters: &[char], at: usize) -> bool {
    let next_is_lower = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
    let is_behind = |before: char| {
        before.is_lowercase() || before.is_numeric() || (before.is_uppercase() && next_is_lower)
    };
    letters[at].is_uppercase() && at.checked_sub(1).is_some_and(|before| is_behind(letters[before]))
}

/// `userId` → `user_id`. A name that is one already stays, its double and leading `_` too.
fn snake(name: &str, otherwise: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let stays = name.chars().all(is_plain)
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && !name.is_empty();
    let name = match stays {
        true => name.to_owned(),
        false => words(name).join("_"),
    };
    match name.chars().next() {
        None => otherwise.to_owned(),
        Some(first) if first.is_numeric() => format!("{otherwise}_{name}"),
        Some(_) if NEVER.contains(&name.as_str()) => format!("{name}_"),
        Some(_) => name,
    }
}

/// The name of a file: rustc finds the files of other modules only by their paths. A run of other letters is
/// one `_`.
fn ascii(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        match letter.is_ascii() {
            true => out.push(letter),
            false if out.ends_with('_') => {}
            false => out.push('_'),
        }
    }
    out
}

/// `user_account` → `UserAccount`
fn upper_camel(name: &str, otherwise: &str) -> String {
    let mut out = String::new();
    for word in words(name) {
        // Two numbers side by side stay apart.
        if out.ends_with(|last: char| last.is_numeric()) && word.starts_with(char::is_numeric) {
            out.push('_');
        }
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    match out.chars().next() {
        Some(first) if first.is_alphabetic() => out,
        _ => format!("{otherwise}{out}"),
    }
}

/// What the derive makes of a struct's or variant's name.
pub(super) fn snake_of_derive(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if begins_a_word(&letters, at) {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{snake, snake_of_derive, upper_camel, variants};

    #[test]
    fn names_of_a_database_become_names_of_rust() {
        for (name, field, ident) in [
            ("user_account", "user_account", "UserAccount"),
            ("userId", "user_id", "UserId"),
            ("HTTPLog", "http_log", "HttpLog"),
            ("we ird\"", "we_ird", "WeIrd"),
            ("größe", "größe", "Größe"),
            ("日本", "column", "Table"),
            ("1st", "column_1st", "Table1st"),
            ("self", "self_", "Self"),
            ("", "column", "Table"),
            ("a__b", "a__b", "AB"),
            ("v_1_2", "v_1_2", "V1_2"),
        ] {
            assert_eq!(snake(name, "column"), field, "{name}");
            assert_eq!(upper_camel(name, "Table"), ident, "{name}");
        }
        assert_eq!(snake_of_derive("UserAccount"), "user_account");
    }

    #[test]
    fn two_names_that_would_be_one_get_a_number() {
        let values: Vec<String> = ["in review", "in_review", "self", "-", "+"].map(str::to_owned).into();
        assert_eq!(variants(&values), ["InReview", "InReview2", "Self2", "Value", "Value2"]);
    }
}
