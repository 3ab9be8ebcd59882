//! Puts another migration into the place of one that is there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{WriteError, directory, put, stage, sweep, sync, turn};
use crate::names;

/// A migration that takes the place of one of the same name.
#[derive(Debug, Clone, Copy)]
pub struct Rewrite<'a> {
    /// Its name.
    pub name: &'a str,
    /// What its file holds now.
    pub old: &'a str,
    /// What it will hold.
    pub new: &'a str,
    /// The text of `mod.rs`.
    pub list: &'a str,
    /// The file name of the snapshot.
    pub snapshot: &'a str,
    /// The snapshot as it was before the migration.
    pub before: &'a str,
    /// The snapshot as it is after it.
    pub after: &'a str,
}

/// Replaces a migration; returns its path.
///
/// All texts are first written in full under temporary names. Then the snapshot goes back to before the
/// migration, the migration and `mod.rs` are replaced, and the new snapshot comes last. So after a crash in
/// between the snapshot is only older than the migrations, whichever migration is there, and the next
/// command writes it again. A failure on the way takes back what was done.
///
/// # Errors
/// Any [`WriteError`]; nothing is changed then. [`WriteError::Changed`] when the file is not what it was.
pub fn rewrite(path: &Path, texts: Rewrite<'_>) -> Result<PathBuf, WriteError> {
    directory(path)?;
    let _turn = turn(path);
    sweep(path)?;
    names::validate(texts.name)?;
    let migration = path.join(format!("{}.rs", texts.name));
    if read(&migration)?.as_deref() != Some(texts.old.as_bytes()) {
        return Err(WriteError::Changed(migration));
    }
    one_after_the_other(path, staged(path, &migration, texts)?, &mut put)?;
    sync(path);
    Ok(migration)
}

/// Every text under a temporary name, in the order in which they take their places.
fn staged(
    path: &Path,
    migration: &Path,
    texts: Rewrite<'_>,
) -> Result<Vec<(NamedTempFile, PathBuf)>, WriteError> {
    let snapshot = path.join(texts.snapshot);
    let each = [
        (snapshot.clone(), texts.before),
        (migration.to_owned(), texts.new),
        (path.join("mod.rs"), texts.list),
        (snapshot, texts.after),
    ];
    each.into_iter().map(|(file, text)| Ok((stage(path, &file, text)?, file))).collect()
}

/// Puts each text into its place; takes all of it back when one fails.
fn one_after_the_other(
    folder: &Path,
    staged: Vec<(NamedTempFile, PathBuf)>,
    put: &mut dyn FnMut(NamedTempFile, &Path) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for (text, file) in staged {
        let old = read(&file);
        match old.and_then(|old| put(text, &file).map(|()| old)) {
            Ok(old) => done.push((file, old)),
            Err(error) => {
                for (file, old) in done.iter().rev() {
                    restore(folder, file, old.as_deref());
                }
                return Err(error);
            }
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match fs::read(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WriteError::from_io(file, error)),
    }
}

/// Puts back what was there; what fails here is found by the next command.
fn restore(folder: &Path, file: &Path, old: Option<&[u8]>) {
    let _ = match old {
        Some(old) => stage(folder, file, old).and_then(|staged| put(staged, file)),
        None => fs::remove_file(file).map_err(|error| WriteError::from_io(file, error)),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::{Files, render_mod, write};

    const NAME: &str = "Migration202611201326";
    const SNAPSHOT: &str = ".snapshot-blog.json";

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let list = render_mod([NAME]);
        let files = Files { migration: Some((NAME, "old")), list: &list, snapshot: (SNAPSHOT, "after old") };
        write(folder.path(), files).unwrap();
        folder
    }

    fn texts(list: &str) -> Rewrite<'_> {
        Rewrite {
            name: NAME,
            old: "old",
            new: "new",
            list,
            snapshot: SNAPSHOT,
            before: "before",
            after: "after new",
        }
    }

    fn ready(folder: &Path) -> Vec<(NamedTempFile, PathBuf)> {
        let list = render_mod([NAME]);
        staged(folder, &folder.join(format!("{NAME}.rs")), texts(&list)).unwrap()
    }

    fn found(folder: &Path) -> (String, String, usize) {
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        (text(&format!("{NAME}.rs")), text(SNAPSHOT), fs::read_dir(folder).unwrap().count())
    }

    fn is(file: &str, snapshot: &str) -> (String, String, usize) {
        (file.to_owned(), snapshot.to_owned(), 3)
    }

    #[test]
    fn it_takes_the_place_of_the_old_one_unless_that_was_changed_meanwhile() {
        let dir = folder();
        let list = render_mod([NAME]);
        rewrite(dir.path(), texts(&list)).unwrap();
        assert_eq!(found(dir.path()), is("new", "after new"));
        let error = rewrite(dir.path(), texts(&list)).unwrap_err();
        assert!(matches!(error, WriteError::Changed(_)), "{error}");
        assert_eq!(found(dir.path()), is("new", "after new"));
        let gone = Rewrite { name: "Migration202611201327", ..texts(&list) };
        assert!(rewrite(dir.path(), gone).is_err());
    }

    #[test]
    fn a_failure_anywhere_takes_everything_back() {
        for fails_at in 0..4 {
            let dir = folder();
            let mut at = 0;
            let result = one_after_the_other(dir.path(), ready(dir.path()), &mut |text, file| {
                at += 1;
                if at > fails_at { Err(WriteError::ReadOnly(file.to_owned())) } else { put(text, file) }
            });
            assert!(result.is_err());
            assert_eq!(found(dir.path()), is("old", "after old"), "{fails_at}");
        }
    }

    #[test]
    fn a_crash_in_between_leaves_a_snapshot_that_is_only_older() {
        let states = [is("old", "after old"), is("old", "before"), is("new", "before"), is("new", "before")];
        for (stops_at, state) in states.iter().enumerate() {
            let dir = folder();
            for (text, file) in ready(dir.path()).into_iter().take(stops_at) {
                put(text, &file).unwrap();
            }
            assert_eq!(found(dir.path()), *state, "{stops_at}");
        }
    }
}
