//! What the models of a program say, resolved.

use std::collections::BTreeMap;
use std::fmt;

use crate::schema::{Name, Schema};

/// The models of every module, resolved to schemas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captured {
    /// The schema of each module by its name; a module without models has an empty one.
    pub modules: BTreeMap<String, Schema>,
    /// What the attributes say about the past.
    pub hints: Hints,
    /// Where tables, columns, constraints and enums were written.
    pub places: Places,
    /// Models that are linked in but stand in no module that was given: they are not in `modules`.
    pub strays: Vec<Place>,
}

/// Something wrong with a model that only shows when all are seen together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Where to mend it.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  --> {}\n  help: {}", self.message, self.place, self.help)
    }
}

impl std::error::Error for Mistake {}

/// What `renamed_from` and `moved_from` say, each keyed by the name of today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Table of today, its name before.
    pub tables: BTreeMap<Name, Name>,
    /// Table and column of today, the column's name before.
    pub columns: BTreeMap<(Name, String), String>,
    /// Enum of today, its name before.
    pub enums: BTreeMap<Name, Name>,
    /// Enum and value of today, the value before.
    pub values: BTreeMap<(Name, String), String>,
    /// Table of today, the module it was in before.
    pub moves: BTreeMap<Name, String>,
}

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

/// Where things were written: by table or enum, and by column, value or constraint within it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(BTreeMap<(Name, Option<String>), Place>);

impl Places {
    /// Notes the place of a table or enum, or of something within it.
    pub fn insert(&mut self, owner: Name, item: Option<String>, place: Place) {
        self.0.insert((owner, item), place);
    }

    /// The place of `item` in `owner`, or of `owner` when the item has none of its own.
    pub fn get(&self, owner: &Name, item: Option<&str>) -> Option<&Place> {
        item.and_then(|item| self.0.get(&(owner.clone(), Some(item.to_owned()))))
            .or_else(|| self.0.get(&(owner.clone(), None)))
    }
}
