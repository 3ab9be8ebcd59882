//! All files of a rebase, written as one: what is to be done is written down first, in one piece, and done
//! again by whatever command comes next when it was cut short.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::write::{self, WriteError};

const NAME: &str = ".rebase.json";

/// Files with their old and new texts, in the order in which they change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    files: Vec<Change>,
}

/// One file; none is no file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Change {
    /// As seen from the folder of the log.
    path: String,
    old: Option<String>,
    new: Option<String>,
}

/// Whether a file of that name is the log of a rebase that was cut short.
pub(crate) fn is_log(name: &str) -> bool {
    name == NAME
}

impl Log {
    /// Adds a file below the log's folder, or elsewhere in the project. One that stays as it is is left out.
    pub fn add(&mut self, folder: &Path, file: &Path, old: Option<String>, new: Option<String>) {
        if old != new {
            self.files.push(Change { path: relative(folder, file), old, new });
        }
    }

    /// Writes all of it. `folder` is a migrations directory.
    ///
    /// # Errors
    /// [`WriteError::Changed`] when a file is no longer what it was, and then nothing is written; what the file
    /// system says. Once the log stands, the next command goes on.
    pub fn write(&self, folder: &Path) -> Result<(), WriteError> {
        for change in &self.files {
            let file = folder.join(&change.path);
            if read(&file)? != change.old {
                return Err(WriteError::Changed(file));
            }
        }
        let text = serde_json::to_string_pretty(self).expect("texts and lists are always JSON");
        write::replace(&folder.join(NAME), &text)?;
        self.carry_out(folder)
    }

    fn carry_out(&self, folder: &Path) -> Result<(), WriteError> {
        for change in &self.files {
            let file = folder.join(&change.path);
            let found = read(&file)?;
            if found == change.new {
                continue;
            }
            if found != change.old {
                return Err(WriteError::Changed(file));
            }
            match &change.new {
                Some(text) => write::replace(&file, text)?,
                None => fs::remove_file(&file).map_err(|source| WriteError::Io { path: file, source })?,
            }
        }
        let log = folder.join(NAME);
        fs::remove_file(&log).map_err(|source| WriteError::Io { path: log, source })
    }
}

/// Goes on with a rebase that was cut short in a migrations directory; false when there is none.
///
/// # Errors
/// A file that was changed meanwhile: [`WriteError::Changed`]; what the file system says.
pub fn finish(folder: &Path) -> Result<bool, WriteError> {
    let log = folder.join(NAME);
    let Some(text) = read(&log)? else { return Ok(false) };
    let read: Log = serde_json::from_str(&text).map_err(|error| WriteError::Unreadable {
        path: log,
        line: error.line(),
        reason: error.to_string(),
    })?;
    read.carry_out(folder)?;
    Ok(true)
}

fn read(file: &Path) -> Result<Option<String>, WriteError> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(WriteError::Io { path: file.to_owned(), source }),
    }
}

/// A file as seen from a folder, so that a log holds no path of the machine.
fn relative(folder: &Path, file: &Path) -> String {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (folder.components().collect(), file.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to[shared..].iter().copied()).collect();
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> (tempfile::TempDir, PathBuf, Log) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("blog").join("migrations");
        let other = dir.path().join("catalog").join("migrations");
        for folder in [&folder, &other] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(folder.join("old.rs"), "old").unwrap();
        fs::write(folder.join("mod.rs"), "lists old").unwrap();
        fs::write(other.join("needs.rs"), "needs old").unwrap();
        let mut log = Log::default();
        let text = |text: &str| Some(text.to_owned());
        log.add(&folder, &folder.join("new.rs"), None, text("new"));
        log.add(&folder, &other.join("needs.rs"), text("needs old"), text("needs new"));
        log.add(&folder, &folder.join("mod.rs"), text("lists old"), text("lists new"));
        log.add(&folder, &folder.join("old.rs"), text("old"), None);
        log.add(&folder, &folder.join("same.rs"), text("same"), text("same"));
        (dir, folder, log)
    }

    fn found(dir: &Path) -> Vec<Option<String>> {
        let files = ["blog/migrations/new.rs", "catalog/migrations/needs.rs", "blog/migrations/mod.rs"];
        let files = files.into_iter().chain(["blog/migrations/old.rs", "blog/migrations/.rebase.json"]);
        files.map(|file| read(&dir.join(file)).unwrap()).collect()
    }

    fn done() -> Vec<Option<String>> {
        vec![Some("new".into()), Some("needs new".into()), Some("lists new".into()), None, None]
    }

    #[test]
    fn all_of_it_is_written() {
        let (dir, folder, log) = project();
        log.write(&folder).unwrap();
        assert_eq!(found(dir.path()), done());
        assert!(!finish(&folder).unwrap());
    }

    #[test]
    fn a_crash_anywhere_is_gone_on_with() {
        for stops_at in 0..=4 {
            let (dir, folder, log) = project();
            let text = serde_json::to_string(&log).unwrap();
            assert!(!text.contains(&*dir.path().to_string_lossy()), "{text}");
            Log { files: log.files[..stops_at].to_vec() }.write(&folder).unwrap();
            fs::write(folder.join(NAME), text).unwrap();
            assert!(finish(&folder).unwrap());
            assert_eq!(found(dir.path()), done(), "{stops_at}");
        }
    }

    #[test]
    fn what_somebody_changed_meanwhile_is_never_written_over() {
        let (dir, folder, log) = project();
        fs::write(folder.join("old.rs"), "edited").unwrap();
        let before = found(dir.path());
        assert!(matches!(log.write(&folder), Err(WriteError::Changed(_))));
        assert_eq!(found(dir.path()), before);
        fs::write(folder.join(NAME), serde_json::to_string(&log).unwrap()).unwrap();
        assert!(matches!(finish(&folder), Err(WriteError::Changed(_))));
        assert_eq!(found(dir.path())[3].as_deref(), Some("edited"));
    }
}
