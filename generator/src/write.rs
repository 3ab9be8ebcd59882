//! Writes what was generated: all of it, or nothing.

mod listing;
mod rewrite;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub use listing::{Listing, listing, render_mod};
pub use rewrite::{Rewrite, rewrite};

use crate::names::{self, NameError};

const TEMPORARY: (&str, &str) = (".strobila-", ".tmp");

/// Why nothing was written, or a directory could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A migration of that name is there already.
    #[error("{path} is there already", path = .0.display())]
    Exists(PathBuf),
    /// The file is no longer what was read.
    #[error("{path} was changed meanwhile; nothing was written", path = .0.display())]
    Changed(PathBuf),
    /// The migrations directory is a link to another place.
    #[error("{path} is a symbolic link, and nothing is written through a link", path = .0.display())]
    Symlink(PathBuf),
    /// The migrations directory is not there.
    #[error("there is no directory {path}", path = .0.display())]
    Missing(PathBuf),
    /// Something else has the name of the migrations directory.
    #[error("{path} is not a directory", path = .0.display())]
    NotADirectory(PathBuf),
    /// The file system or the permissions refuse a write.
    #[error("cannot write to {path}: it is read-only for this user", path = .0.display())]
    ReadOnly(PathBuf),
    /// `mod.rs` cannot be understood, as after a merge with conflicts.
    #[error("cannot read {path}, line {line}: {reason}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
    /// The name of the migration is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Anything else that the file system answers.
    #[error("cannot write {path}: {source}", path = .path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The answer.
        source: io::Error,
    },
}

impl WriteError {
    /// What to do next.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            WriteError::Exists(_) => Some("nothing was overwritten; run the command again for a free name"),
            WriteError::Changed(_) => Some("run the command again"),
            WriteError::Symlink(_) => Some("make it a directory of the package"),
            WriteError::Missing(_) => Some("module:new makes a module with its migrations directory"),
            WriteError::NotADirectory(_) => Some("move it away, and make a directory of that name"),
            WriteError::ReadOnly(_) => Some("make it writable for this user, then run the command again"),
            WriteError::Unreadable { .. } => Some("restore it from version control"),
            WriteError::Name(_) => None,
            WriteError::Io { .. } => Some("nothing was changed; run the command again once that is mended"),
        }
    }

    fn from_io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                WriteError::ReadOnly(path.to_owned())
            }
            _ => WriteError::Io { path: path.to_owned(), source },
        }
    }
}

/// What one `db:generate` writes into one migrations directory.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// Name and text of the new migration; none when only the rest is mended.
    pub migration: Option<(&'a str, &'a str)>,
    /// The text of `mod.rs`, see [`render_mod`].
    pub list: &'a str,
    /// File name and text of the snapshot.
    pub snapshot: (&'a str, &'a str),
}

/// Checks that `path` is a directory of its own, not a link.
///
/// # Errors
/// [`WriteError::Missing`], [`WriteError::Symlink`], [`WriteError::NotADirectory`]
pub fn directory(path: &Path) -> Result<(), WriteError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Err(WriteError::Symlink(path.to_owned())),
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(WriteError::NotADirectory(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(WriteError::Missing(path.to_owned())),
        Err(error) => Err(WriteError::from_io(path, error)),
    }
}

/// Writes the migration, then `mod.rs`, then the snapshot; returns the path of the migration.
///
/// All three are first written in full under temporary names, so a full disk leaves everything as it
/// was. A failure on the way takes back what was done. After a crash in between, [`listing`] or the
/// snapshot's head tells what is left to mend. A migration is never overwritten.
///
/// # Errors
/// Any [`WriteError`]; nothing is changed then.
pub fn write(path: &Path, files: Files<'_>) -> Result<Option<PathBuf>, WriteError> {
    directory(path)?;
    let _turn = turn(path);
    sweep(path)?;
    let migration = match files.migration {
        Some((name, text)) => {
            names::validate(name)?;
            let file = path.join(format!("{name}.rs"));
            if fs::symlink_metadata(&file).is_ok() {
                return Err(WriteError::Exists(file));
            }
            Some((stage(path, &file, text)?, file))
        }
        None => None,
    };
    let list = path.join("mod.rs");
    let snapshot = path.join(files.snapshot.0);
    let staged_list = stage(path, &list, files.list)?;
    let staged_snapshot = stage(path, &snapshot, files.snapshot.1)?;
    let old_list = match fs::read(&list) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(WriteError::from_io(&list, error)),
    };

    let mut written = None;
    if let Some((staged, file)) = migration {
        staged.persist_noclobber(&file).map_err(|failed| match failed.error.kind() {
            io::ErrorKind::AlreadyExists => WriteError::Exists(file.clone()),
            _ => WriteError::from_io(&file, failed.error),
        })?;
        written = Some(file);
    }
    let undo = |error: WriteError| {
        if let Some(file) = &written {
            let _ = fs::remove_file(file);
        }
        error
    };
    put(staged_list, &list).map_err(undo)?;
    put(staged_snapshot, &snapshot).map_err(|error| {
        let _ = match &old_list {
            Some(text) => stage(path, &list, text).and_then(|staged| put(staged, &list)),
            None => fs::remove_file(&list).map_err(|error| WriteError::from_io(&list, error)),
        };
        undo(error)
    })?;
    sync(path);
    Ok(written)
}

/// Replaces one file of a migrations directory as a whole: its old text or its new text is there,
/// never a part of it. Waits for another run that writes into the directory.
///
/// # Errors
/// Any [`WriteError`]; the file is then as it was.
pub fn replace(file: &Path, text: &str) -> Result<(), WriteError> {
    replace_if(file, text, || Ok(true))
}

/// As [`replace`], when `still` says, while no other run writes into the directory, that the text is not out
/// of date.
///
/// # Errors
/// Any [`WriteError`], those of `still` too; the file is then as it was.
pub fn replace_if(
    file: &Path,
    text: &str,
    still: impl FnOnce() -> Result<bool, WriteError>,
) -> Result<(), WriteError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    directory(folder)?;
    let _turn = turn(folder);
    if still()? {
        put(stage(folder, file, text)?, file)?;
        sync(folder);
    }
    Ok(())
}

/// Writes a text under a temporary name in the directory where it will stand.
fn stage(folder: &Path, file: &Path, text: impl AsRef<[u8]>) -> Result<NamedTempFile, WriteError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    let permissions = fs::metadata(file).ok().map(|found| found.permissions()).or_else(usual_permissions);
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let failed = |error| WriteError::from_io(folder, error);
    let mut staged = builder.tempfile_in(folder).map_err(failed)?;
    staged.write_all(text.as_ref()).map_err(failed)?;
    staged.as_file().sync_all().map_err(failed)?;
    Ok(staged)
}

// A temporary file is private by default; a source file is not. The umask still applies.
#[cfg(unix)]
fn usual_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<fs::Permissions> {
    None
}

fn put(staged: NamedTempFile, file: &Path) -> Result<(), WriteError> {
    match staged.persist(file) {
        Ok(_) => Ok(()),
        Err(failed) => Err(WriteError::from_io(file, failed.error)),
    }
}

/// Makes the names durable where the system lets a directory be synced.
fn sync(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Waits for another run that writes into the directory: [`sweep`] would take its files for left behind.
/// Where the system has no such lock, runs at once end in an error, and nothing is half-written.
fn turn(folder: &Path) -> Option<fs::File> {
    let folder = fs::File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

fn leftover(name: &str) -> bool {
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// Removes temporary files that a killed run left behind.
fn sweep(folder: &Path) -> Result<(), WriteError> {
    let entries = fs::read_dir(folder).map_err(|error| WriteError::from_io(folder, error))?;
    for entry in entries.flatten().filter(|entry| leftover(&entry.file_name().to_string_lossy())) {
        let path = entry.path();
        fs::remove_file(&path).map_err(|error| WriteError::from_io(&path, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
