//! Where models, columns and constraints were written.

use std::collections::BTreeMap;
use std::fmt;

use super::text::{EnumText, FieldText, ModelText};
use super::{Description, EnumDescription};
use crate::schema::Name;

/// A place in the user's source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as rustc names it: relative to the workspace.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// What stands there: "field `author_id` of `Post`", "`Post`".
    pub what: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} ({})", self.file, self.line, self.what)
    }
}

impl Place {
    /// The place of a model.
    pub(super) fn of(description: &Description) -> Self {
        Place {
            file: description.file.to_owned(),
            line: description.line,
            what: format!("`{}`", description.name),
        }
    }

    /// The place of a field of a model.
    pub(super) fn of_field(description: &Description, field: &FieldText) -> Self {
        let what = format!("field `{}` of `{}`", field.field, description.name);
        Place { line: field.line, what, ..Place::of(description) }
    }

    /// The place of an enum.
    pub(super) fn of_enum(description: &EnumDescription) -> Self {
        Place {
            file: description.file.to_owned(),
            line: description.line,
            what: format!("`{}`", description.name),
        }
    }
}

/// What of a model asks for a constraint or an index.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spot {
    /// A field, by its place among the fields.
    Field(usize),
    /// An attribute of the struct, and its line.
    Attribute(&'static str, u32),
}

/// What asks for each constraint and index of a model, by name. Columns are not in it: they are found
/// among the fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Spots(pub(super) BTreeMap<String, Spot>);

impl Spots {
    /// The place of a column or constraint; none when it has none of its own.
    pub(super) fn place(&self, description: &Description, item: &str) -> Option<Place> {
        if let Some(spot) = self.0.get(item) {
            return spot.place(description);
        }
        let text = ModelText::read(description);
        let field = text.fields.iter().find(|field| field.column() == item)?;
        Some(Place::of_field(description, field))
    }
}

impl Spot {
    /// Its place. The text of the model is read again for it: few places are ever told.
    pub(super) fn place(self, description: &Description) -> Option<Place> {
        match self {
            Spot::Field(at) => {
                Some(Place::of_field(description, ModelText::read(description).fields.get(at)?))
            }
            Spot::Attribute(attribute, line) => {
                let what = format!("`{attribute}` of `{}`", description.name);
                Some(Place { line, what, ..Place::of(description) })
            }
        }
    }
}

/// What a table or enum was made from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A model, or an attribute of it.
    Model {
        /// The model.
        description: &'static Description,
        /// Where the model stands; where the attribute does that asks for a table without a model.
        origin: Place,
        /// What asks for constraints and indexes.
        spots: Spots,
    },
    /// An enum.
    Enum(&'static EnumDescription),
}

/// Where tables and enums were written, and the columns, values and constraints within them.
///
/// Asked for only when something has to be told; the descriptions are then read again.
#[derive(Debug, Clone, Default)]
pub struct Places(BTreeMap<Name, Source>);

impl Places {
    /// Notes what a table or enum was made from.
    pub(super) fn insert(&mut self, owner: Name, source: Source) {
        self.0.insert(owner, source);
    }

    /// The place of `item` in `owner`, or of `owner` when the item has none of its own.
    pub fn get(&self, owner: &Name, item: Option<&str>) -> Option<Place> {
        Some(match self.0.get(owner)? {
            Source::Model { description, origin, spots } => {
                item.and_then(|item| spots.place(description, item)).unwrap_or_else(|| origin.clone())
            }
            Source::Enum(description) => item
                .and_then(|item| value_place(description, item))
                .unwrap_or_else(|| Place::of_enum(description)),
        })
    }
}

fn value_place(description: &EnumDescription, value: &str) -> Option<Place> {
    let text = EnumText::read(description);
    let value = text.values.iter().find(|one| one.name == value)?;
    let what = format!("variant `{}` of `{}`", value.variant, description.name);
    Some(Place { line: value.line, what, ..Place::of_enum(description) })
}
