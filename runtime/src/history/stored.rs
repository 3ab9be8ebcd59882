//! The way down as it is kept with the history, so that it outlives its file.

use serde::{Deserialize, Serialize};

use crate::Target;
use crate::migration::{Direction, Down, Migration};
use crate::migrator::{PlannedStep, steps_on};

/// The way down of one migration on one target.
///
/// A newer release may store what this one does not know (code, batches); such a row does not parse
/// here, and is refused instead of half run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoredDown {
    pub(crate) kind: StoredKind,
    /// What it loses, or why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) steps: Vec<PlannedStep>,
}

/// What the way down promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StoredKind {
    Exact,
    Lossy,
    Irreversible,
}

impl StoredDown {
    /// What a file says on one target.
    ///
    /// A file that goes up and says nothing of the way down is irreversible: to remove its row and
    /// leave what it made would be a lie.
    pub(crate) fn of(migration: &Migration<'static>, target: Target) -> Self {
        let steps = steps_on(migration, Direction::Down, target);
        let (kind, text) = match migration.down {
            Down::Exact => {
                let has_up = migration.up.iter().any(|step| step.statements(target).is_some());
                if has_up && steps.is_empty() {
                    (StoredKind::Irreversible, Some("it defines no way down".to_owned()))
                } else {
                    (StoredKind::Exact, None)
                }
            }
            Down::Lossy { loses } => (StoredKind::Lossy, Some(loses.to_owned())),
            Down::Irreversible { because } => (StoredKind::Irreversible, Some(because.to_owned())),
        };
        StoredDown { kind, text, steps }
    }

    /// Reads what was stored.
    ///
    /// # Errors
    /// Why this release cannot run it.
    pub(crate) fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json)
            .map_err(|error| format!("it is not in a form that this release knows ({error})"))
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and lists are always JSON")
    }

    /// What is lost when it runs.
    pub(crate) fn loses(&self) -> Vec<String> {
        match self.kind {
            StoredKind::Lossy => self.text.iter().cloned().collect(),
            StoredKind::Exact | StoredKind::Irreversible => Vec::new(),
        }
    }
}
