//! What MySQL and MariaDB cannot do, collected with its place.

use super::super::expression;
use crate::Target;
use crate::dialect::Unsupported;
use crate::schema::{Name, Sql};

/// The longest name, in characters.
const MAX_NAME: usize = 64;

/// Where in a schema.
pub(super) struct Place {
    table: Option<Name>,
    item: Option<String>,
    subject: String,
}

impl Place {
    pub(super) fn of_table(name: &Name) -> Self {
        Place { table: Some(name.clone()), item: None, subject: name.to_string() }
    }

    pub(super) fn of_item(table: &Name, item: &str) -> Self {
        Place { table: Some(table.clone()), item: Some(item.to_owned()), subject: format!("{table}.{item}") }
    }
}

/// All that was found.
pub(super) struct Problems {
    pub(super) target: Target,
    found: Vec<Unsupported>,
}

impl Problems {
    pub(super) fn new(target: Target) -> Self {
        Problems { target, found: Vec::new() }
    }

    pub(super) fn add(&mut self, place: &Place, what: impl Into<String>, help: impl Into<String>) {
        self.found.push(Unsupported {
            target: self.target,
            table: place.table.clone(),
            item: place.item.clone(),
            subject: place.subject.clone(),
            what: what.into(),
            help: help.into(),
        });
    }

    pub(super) fn into_result<T>(self, value: T) -> Result<T, Vec<Unsupported>> {
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }

    /// Checks a name that the server would refuse.
    pub(super) fn name(&mut self, place: &Place, kind: &str, name: &str) {
        let length = name.chars().count();
        if name.is_empty() {
            self.add(place, format!("a {kind} without a name"), "give it a name");
        } else if length > MAX_NAME {
            let what = format!("a {kind} name of {length} characters");
            self.add(place, what, format!("shorten it to {MAX_NAME} characters"));
        } else if name.ends_with(' ') {
            self.add(place, format!("a {kind} name with a space at its end"), "take the space away");
        } else if name.chars().any(|c| c > '\u{ffff}') {
            let help = "names hold characters up to U+FFFF here: leave it out";
            self.add(place, format!("a character beyond U+FFFF in the name of the {kind}"), help);
        }
        self.no_nul(place, &format!("name of the {kind}"), name);
    }

    pub(super) fn no_nul(&mut self, place: &Place, what: &str, text: &str) {
        if text.contains('\0') {
            self.add(place, format!("a NUL character in the {what}"), "take it out");
        }
    }

    /// The comment, if it says anything; `longest` is in characters.
    pub(super) fn comment(&mut self, place: &Place, comment: Option<&str>, longest: usize) -> Option<String> {
        let comment = comment.filter(|comment| !comment.is_empty())?;
        self.no_nul(place, "comment", comment);
        let length = comment.chars().count();
        if length > longest {
            let help = format!("shorten it to {longest} characters");
            self.add(place, format!("a comment of {length} characters"), help);
        }
        Some(comment.to_owned())
    }

    /// The text for the target, fit to stand inside a statement.
    pub(super) fn expression(&mut self, place: &Place, what: &str, sql: &Sql) -> Sql {
        match expression::given(sql, self.target) {
            Ok(text) => Sql::Same(text),
            Err(reason) => {
                self.add(place, format!("{what} `{}`", sql.get(self.target).unwrap_or_default()), reason);
                Sql::from("")
            }
        }
    }
}
