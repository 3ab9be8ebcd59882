//! The snapshot of a module: its fold, kept in a file beside its migrations.
//!
//! It saves nothing but time and is never the truth: the migrations are. It is JSON with one column,
//! key or index a line, so that a change of it reads like a change of the schema.

mod check;
mod render;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use strobila::schema::{Enum, Name, Schema, Tables, by_name};

pub use check::{Agreement, check, first_difference};
pub use render::{render, render_fold};

/// The format this release writes, and the newest it reads.
pub const FORMAT: u32 = 1;

/// What a snapshot file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The module.
    pub module: String,
    /// Its last migration.
    pub head: Option<String>,
    /// Its tables and enums.
    pub schema: Schema,
}

#[derive(Deserialize)]
struct Version {
    format: u64,
}

// Not `flatten`, which would hold the whole file in memory once more.
#[derive(Deserialize)]
struct Content {
    module: String,
    head: Option<String>,
    #[serde(default, with = "by_name")]
    enums: BTreeMap<Name, Enum>,
    tables: Tables,
}

/// Why a snapshot cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// A later release wrote it.
    #[error("{path} has format {format}, this release reads up to {FORMAT}", path = .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u64,
    },
    /// It is cut off, or no JSON of a snapshot.
    #[error("{path}, line {line}, is not a snapshot: {reason}", path = .path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
    /// It holds the markers of a merge with conflicts.
    #[error("{path}, line {line}: a merge left its conflict here", path = .path.display())]
    Conflict {
        /// The file.
        path: PathBuf,
        /// The line of the first marker, from 1.
        line: usize,
    },
    /// It belongs to another module.
    #[error("{path} is the snapshot of module {found}, not of {wanted}", path = .path.display())]
    WrongModule {
        /// The file.
        path: PathBuf,
        /// The module it names.
        found: String,
        /// The module it should name.
        wanted: String,
    },
    /// The file cannot be read at all.
    #[error("cannot read {path}: {source}", path = .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The migrations it is compared with cannot be folded.
    #[error(transparent)]
    Fold(#[from] crate::fold::FoldError),
}

impl SnapshotError {
    /// What to do next.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            SnapshotError::Newer { .. } => Some("update strobila to the release that wrote it"),
            SnapshotError::Invalid { .. } => Some("delete the file: db:generate writes it again"),
            SnapshotError::Conflict { .. } => {
                Some("settle the migrations first, then delete this file: db:generate writes it again")
            }
            SnapshotError::WrongModule { .. } => Some("restore it from version control"),
            SnapshotError::Io { .. } => {
                Some("make it readable for this user, or delete it: db:generate writes it again")
            }
            SnapshotError::Fold(_) => None,
        }
    }

    /// The line it is about, from 1, where there is one.
    pub fn line(&self) -> Option<usize> {
        match self {
            SnapshotError::Invalid { line, .. } | SnapshotError::Conflict { line, .. } => Some(*line),
            SnapshotError::Newer { .. }
            | SnapshotError::WrongModule { .. }
            | SnapshotError::Io { .. }
            | SnapshotError::Fold(_) => None,
        }
    }
}

/// The name of a module's snapshot file: `.snapshot-blog.json`.
pub fn file_name(module: &str) -> String {
    format!(".snapshot-{module}.json")
}

/// Reads the text of a snapshot; `path` is for errors.
///
/// # Errors
/// [`SnapshotError::Conflict`], [`SnapshotError::Newer`], [`SnapshotError::Invalid`]
pub fn parse(text: &str, path: &Path) -> Result<Snapshot, SnapshotError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let path = || path.to_owned();
    let is_marker =
        |line: &str| ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark));
    if let Some(at) = text.lines().position(is_marker) {
        return Err(SnapshotError::Conflict { path: path(), line: at + 1 });
    }
    let invalid = |error: serde_json::Error| SnapshotError::Invalid {
        path: path(),
        line: error.line(),
        reason: error.to_string(),
    };
    let version: Version = serde_json::from_str(text).map_err(invalid)?;
    if version.format > u64::from(FORMAT) {
        return Err(SnapshotError::Newer { path: path(), format: version.format });
    }
    let Content { module, head, enums, tables } = serde_json::from_str(text).map_err(invalid)?;
    Ok(Snapshot { module, head, schema: Schema { enums, tables } })
}

#[cfg(test)]
mod tests;
