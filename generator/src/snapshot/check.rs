//! Compares a snapshot file with the fold of the migrations beside it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::Path;

use strobila::schema::{Schema, Table};

use super::render::is_fold;
use super::{SnapshotError, parse};
use crate::fold::{Chain, Folded, fold_until};

/// How a snapshot stands to the fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// It is the fold.
    Same,
    /// There is no file; it may be written.
    Missing,
    /// It is the fold as it was at an earlier migration, none for an empty module: a run ended before
    /// it wrote the file. It may be written again.
    Older {
        /// The migration it stands at.
        head: Option<String>,
    },
    /// It holds something that the migrations do not lead to.
    Different {
        /// The first thing that differs.
        what: String,
    },
}

/// Compares the snapshot at `path` with the fold of `module`.
///
/// A file that is byte for byte what would be written, line ends aside, is not even parsed.
///
/// # Errors
/// Any [`SnapshotError`].
pub fn check(
    path: &Path,
    module: &str,
    folded: &Folded,
    chains: &[Chain<'_>],
) -> Result<Agreement, SnapshotError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Agreement::Missing),
        Err(source) => return Err(SnapshotError::Io { path: path.to_owned(), source }),
    };
    if is_fold(&with_plain_line_ends(&text), module, folded) {
        return Ok(Agreement::Same);
    }
    let found = parse(&text, path)?;
    if found.module != module {
        let (path, wanted) = (path.to_owned(), module.to_owned());
        return Err(SnapshotError::WrongModule { path, found: found.module, wanted });
    }
    if found.head == folded.head {
        return Ok(match first_difference(&found.schema, &folded.schema) {
            None => Agreement::Same,
            Some(what) => Agreement::Different { what },
        });
    }
    let head = found.head.as_deref();
    Ok(match fold_until(chains, module, head)? {
        None => {
            let head = head.unwrap_or("its head");
            Agreement::Different { what: format!("{head}, its head, is not among the migrations") }
        }
        Some(earlier) => match first_difference(&found.schema, &earlier.schema) {
            None => Agreement::Older { head: found.head },
            Some(what) => Agreement::Different { what },
        },
    })
}

fn with_plain_line_ends(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// The first thing in which a snapshot differs from what the migrations lead to, in a phrase; none
/// when they are equal.
pub fn first_difference(snapshot: &Schema, fold: &Schema) -> Option<String> {
    maps("enum", &snapshot.enums, &fold.enums).or_else(|| {
        let keys: Vec<_> = snapshot.tables.keys().chain(fold.tables.keys()).collect();
        let name =
            keys.into_iter().filter(|name| snapshot.tables.get(name) != fold.tables.get(name)).min()?;
        match (snapshot.tables.get(name), fold.tables.get(name)) {
            (Some(old), Some(new)) => Some(format!("table {name}: {}", tables(old, new))),
            (old, _) => Some(only(&format!("table {name}"), old.is_some())),
        }
    })
}

fn tables(old: &Table, new: &Table) -> String {
    let columns = |table: &Table| -> BTreeMap<String, _> {
        table.columns.iter().map(|column| (column.name.clone(), column.clone())).collect()
    };
    let order = || (old.columns != new.columns).then(|| "the order of the columns differs".to_owned());
    maps("column", &columns(old), &columns(new))
        .or_else(order)
        .or_else(|| (old.primary_key != new.primary_key).then(|| "the primary key differs".to_owned()))
        .or_else(|| maps("unique constraint", &old.uniques, &new.uniques))
        .or_else(|| maps("exclusion constraint", &old.exclusions, &new.exclusions))
        .or_else(|| maps("index", &old.indexes, &new.indexes))
        .or_else(|| maps("foreign key", &old.foreign_keys, &new.foreign_keys))
        .or_else(|| maps("check", &old.checks, &new.checks))
        .unwrap_or_else(|| "the comment differs".to_owned())
}

fn maps<K: Ord + Display, V: PartialEq>(
    kind: &str,
    old: &BTreeMap<K, V>,
    new: &BTreeMap<K, V>,
) -> Option<String> {
    let name = old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name)).min()?;
    Some(match (old.get(name), new.get(name)) {
        (Some(_), Some(_)) => format!("{kind} {name} differs"),
        (old, _) => only(&format!("{kind} {name}"), old.is_some()),
    })
}

fn only(what: &str, in_snapshot: bool) -> String {
    match in_snapshot {
        true => format!("{what} is in the snapshot alone"),
        false => format!("{what} is in the migrations alone"),
    }
}
