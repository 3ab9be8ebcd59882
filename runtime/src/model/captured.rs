//! What the models of a program say, resolved.

use std::collections::BTreeMap;
use std::fmt;

use super::{Place, Places};
use crate::schema::{Name, Schema};

/// The models of every module, resolved to schemas.
#[derive(Debug, Clone, Default)]
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
