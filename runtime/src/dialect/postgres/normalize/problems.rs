//! What PostgreSQL cannot do, collected with its place.

use super::super::super::Unsupported;
use super::super::expression;
use crate::Target;
use crate::schema::{MAX_NAME, Name, Sql};

/// Where in a schema.
pub(super) struct Place {
    table: Option<Name>,
    item: Option<String>,
    subject: String,
}

impl Place {
    pub(super) fn of_enum(name: &Name) -> Self {
        Place { table: None, item: Some(name.name.clone()), subject: name.to_string() }
    }

    pub(super) fn of_table(name: &Name) -> Self {
        Place { table: Some(name.clone()), item: None, subject: name.to_string() }
    }

    pub(super) fn of_item(table: &Name, item: &str) -> Self {
        Place { table: Some(table.clone()), item: Some(item.to_owned()), subject: format!("{table}.{item}") }
    }
}

/// All that was found.
#[derive(Default)]
pub(super) struct Problems(Vec<Unsupported>);

impl Problems {
    pub(super) fn add(&mut self, place: &Place, what: impl Into<String>, help: impl Into<String>) {
        self.0.push(Unsupported {
            target: Target::Postgres,
            table: place.table.clone(),
            item: place.item.clone(),
            subject: place.subject.clone(),
            what: what.into(),
            help: help.into(),
        });
    }

    pub(super) fn into_result<T>(self, value: T) -> Result<T, Vec<Unsupported>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }

    /// Checks a name that the server would cut, refuse or take for its own.
    pub(super) fn name(&mut self, place: &Place, kind: &str, name: &str) {
        if name.is_empty() {
            self.add(place, format!("a {kind} without a name"), "give it a name");
        } else if name.len() > MAX_NAME {
            let what = format!("a {kind} name of {} bytes", name.len());
            self.add(
                place,
                what,
                format!("shorten it to {MAX_NAME} bytes: the server would cut it silently"),
            );
        }
        self.no_nul(place, &format!("name of the {kind}"), name);
        let system = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"];
        if kind == "column" && system.contains(&name) {
            self.add(
                place,
                format!("a column `{name}`"),
                "rename it: every table has a system column of that name",
            );
        }
    }

    pub(super) fn label(&mut self, place: &Place, value: &str) {
        if value.len() > MAX_NAME {
            let what = format!("the value `{value}` of {} bytes", value.len());
            self.add(place, what, format!("shorten it to {MAX_NAME} bytes, or keep the enum as text"));
        }
        self.no_nul(place, "value", value);
    }

    pub(super) fn no_nul(&mut self, place: &Place, what: &str, text: &str) {
        if text.contains('\0') {
            self.add(
                place,
                format!("a NUL character in the {what}"),
                "take it out: PostgreSQL keeps no NUL in text",
            );
        }
    }

    /// The comment, if it says anything.
    pub(super) fn comment(&mut self, place: &Place, comment: Option<&str>) -> Option<String> {
        let comment = comment.filter(|comment| !comment.is_empty())?;
        self.no_nul(place, "comment", comment);
        Some(comment.to_owned())
    }

    /// The text for PostgreSQL, fit to stand inside a statement.
    pub(super) fn expression(&mut self, place: &Place, what: &str, sql: &Sql) -> Sql {
        let Some(text) = sql.get(Target::Postgres) else {
            self.add(place, what, "a text form is missing for postgres");
            return Sql::from("");
        };
        match expression::clean(text) {
            Ok(text) => Sql::Same(text),
            Err(reason) => {
                self.add(place, format!("{what} `{text}`"), reason);
                Sql::from("")
            }
        }
    }
}
