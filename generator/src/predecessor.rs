//! Projects that another tool has migrated so far: its history in the database, its files beside.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use clap::ValueEnum;
use strobila::dialect::{DatabaseError, Session};
use strobila::schema::Name;

/// A tool that ran migrations before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Predecessor {
    /// `sqlx migrate` and `sqlx::migrate!`
    Sqlx,
    /// `diesel migration` and `diesel_migrations`
    Diesel,
    /// `refinery`
    Refinery,
}

/// Migrations by their versions, each with what its history or its file calls it.
pub type Versions = BTreeMap<String, String>;

/// What a tool has applied, as its history says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Those that are in.
    pub versions: Versions,
    /// Those that began and did not end.
    pub failed: Vec<String>,
}

impl Predecessor {
    /// All there are.
    pub const ALL: [Predecessor; 3] = [Predecessor::Sqlx, Predecessor::Diesel, Predecessor::Refinery];

    /// Its name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Predecessor::Sqlx => "sqlx",
            Predecessor::Diesel => "diesel",
            Predecessor::Refinery => "refinery",
        }
    }

    /// The table of its history.
    pub fn table(self) -> &'static str {
        match self {
            Predecessor::Sqlx => "_sqlx_migrations",
            Predecessor::Diesel => "__diesel_schema_migrations",
            Predecessor::Refinery => "refinery_schema_history",
        }
    }

    /// The command that runs what is pending there.
    pub fn run(self) -> &'static str {
        match self {
            Predecessor::Sqlx => "sqlx migrate run",
            Predecessor::Diesel => "diesel migration run",
            Predecessor::Refinery => "refinery migrate",
        }
    }

    /// The tool whose history a table is.
    pub fn of_table(name: &Name) -> Option<Predecessor> {
        Predecessor::ALL.into_iter().find(|tool| tool.table() == name.name)
    }

    /// Reads its history; none when the database has none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn applied(self, session: &mut dyn Session) -> Result<Option<Applied>, DatabaseError> {
        if !session.has_table(&self.table().into()).await? {
            return Ok(None);
        }
        let quoted = |name: &str| session.dialect().quote(name);
        let (table, version) = (quoted(self.table()), quoted("version"));
        let columns = match self {
            Predecessor::Sqlx => format!("{}, {}", quoted("description"), quoted("success")),
            Predecessor::Diesel => "NULL, 1".to_owned(),
            Predecessor::Refinery => format!("{}, 1", quoted("name")),
        };
        let rows = session.query(&format!("SELECT {version}, {columns} FROM {table}")).await?;
        let mut applied = Applied::default();
        for row in rows {
            let [Some(version), name, success] = row.as_slice() else { continue };
            let label = match name {
                Some(name) => format!("{version} ({name})"),
                None => version.clone(),
            };
            // A truth value is `t` on PostgreSQL and 1 elsewhere.
            match success.as_deref() {
                Some("t" | "1") => {
                    applied.versions.insert(same(version), label);
                }
                _ => applied.failed.push(label),
            }
        }
        applied.failed.sort();
        Ok(Some(applied))
    }

    /// The files in a folder.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn files(self, folder: &Path) -> io::Result<Versions> {
        let mut files = Versions::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = entry.file_type()?.is_dir();
            if let Some(version) = self.version(&name, is_folder) {
                files.entry(same(&version)).or_insert(name);
            }
        }
        Ok(files)
    }

    /// The version that a file or folder is named for; none for what is no migration, or takes one back.
    fn version(self, name: &str, is_folder: bool) -> Option<String> {
        let version = match (self, is_folder) {
            // A folder holds up.sql and down.sql: 2026-01-31-101500_author.
            (Predecessor::Diesel, true) => name.split('_').next()?.replace('-', ""),
            (Predecessor::Sqlx, false) if name.ends_with(".sql") && !name.ends_with(".down.sql") => {
                name.split_once('_')?.0.to_owned()
            }
            (Predecessor::Refinery, false) if name.ends_with(".sql") || name.ends_with(".rs") => {
                name.strip_prefix(['V', 'U'])?.split_once("__")?.0.to_owned()
            }
            (Predecessor::Sqlx | Predecessor::Diesel | Predecessor::Refinery, _) => return None,
        };
        let is_number = !version.is_empty() && version.chars().all(|c| c.is_ascii_digit());
        is_number.then_some(version)
    }
}

/// A version as it is compared: `0001` is 1.
fn same(version: &str) -> String {
    let digits = version.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Predecessor, same};

    #[test]
    fn each_tool_names_its_migrations_its_own_way() {
        for (tool, name, is_folder, version) in [
            (Predecessor::Sqlx, "0001_author.sql", false, Some("0001")),
            (Predecessor::Sqlx, "20260131101500_author.up.sql", false, Some("20260131101500")),
            (Predecessor::Sqlx, "20260131101500_author.down.sql", false, None),
            (Predecessor::Sqlx, "README.md", false, None),
            (Predecessor::Sqlx, "old_author.sql", false, None),
            (Predecessor::Diesel, "2026-01-31-101500_author", true, Some("20260131101500")),
            (Predecessor::Diesel, "2026-01-31-101500-0000_author", true, Some("202601311015000000")),
            (Predecessor::Diesel, ".keep", false, None),
            (Predecessor::Diesel, "seeds", true, None),
            (Predecessor::Refinery, "V1__author.sql", false, Some("1")),
            (Predecessor::Refinery, "U20260131__author.rs", false, Some("20260131")),
            (Predecessor::Refinery, "V1_author.sql", false, None),
        ] {
            assert_eq!(tool.version(name, is_folder).as_deref(), version, "{name}");
        }
        assert_eq!([same("0001"), same("1"), same("00")], ["1", "1", "0"]);
    }
}
