//! Case directories: two schemas, and what leads from one to the other.
//!
//! `prev.json` and `next.json` hold a [`Schema`]. Beside them may stand `renames.json` (new name to old:
//! `{"tables": {"writer": "author"}, "columns": {"writer.full_name": "name"}, "enums": …, "values": …}`),
//! `fills.json` (column of next to the SQL that existing rows get) and `targets.json` (where the case
//! runs; everywhere when it is missing).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use strobila::Target;
use strobila::schema::{Name, Schema, Sql};
use strobila_generator::diff::Renames;

/// One case.
pub struct Case {
    /// The name of its directory.
    pub name: String,
    /// Where it stands.
    pub folder: PathBuf,
    /// The schema before.
    pub prev: Schema,
    /// The schema after.
    pub next: Schema,
    /// What was renamed.
    pub renames: Renames,
    /// What existing rows get, by table and column of `next`.
    pub fills: BTreeMap<(Name, String), Sql>,
    /// The databases it runs on.
    pub targets: Vec<Target>,
}

/// Every case, by name. `CASE=rename` in the environment leaves those whose name holds the word.
///
/// # Panics
/// When a file is missing or not understood, with its path.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let wanted = std::env::var("CASE").unwrap_or_default();
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.into_iter().map(load).filter(|case| case.name.contains(&wanted)).collect()
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RenamesFile {
    tables: BTreeMap<String, String>,
    columns: BTreeMap<String, String>,
    enums: BTreeMap<String, String>,
    values: BTreeMap<String, String>,
}

fn load(folder: PathBuf) -> Case {
    let names: RenamesFile = read(&folder.join("renames.json")).unwrap_or_default();
    let fills: BTreeMap<String, Sql> = read(&folder.join("fills.json")).unwrap_or_default();
    let whole = |map: BTreeMap<String, String>| {
        map.into_iter().map(|(new, old)| (Name::new(new), Name::new(old))).collect()
    };
    let parts = |map: BTreeMap<String, String>| {
        map.into_iter().map(|(new, old)| (owned(&new, &folder), old)).collect()
    };
    let required = |file: &str| {
        read(&folder.join(file)).unwrap_or_else(|| panic!("{} is missing", folder.join(file).display()))
    };
    Case {
        name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        prev: required("prev.json"),
        next: required("next.json"),
        renames: Renames {
            tables: whole(names.tables),
            enums: whole(names.enums),
            columns: parts(names.columns),
            values: parts(names.values),
        },
        fills: fills.into_iter().map(|(place, sql)| (owned(&place, &folder), sql)).collect(),
        targets: read(&folder.join("targets.json"))
            .unwrap_or_else(|| vec![Target::Postgres, Target::Mariadb, Target::Sqlite]),
        folder,
    }
}

/// `table.column` as both.
fn owned(place: &str, folder: &Path) -> (Name, String) {
    let (owner, item) = place
        .split_once('.')
        .unwrap_or_else(|| panic!("{}: `{place}` is not table.column", folder.display()));
    (Name::new(owner), item.to_owned())
}

fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let text = fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}
