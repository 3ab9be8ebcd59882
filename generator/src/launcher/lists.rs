//! `migrations/mod.rs` against the files beside it, before the package is compiled.

use std::path::{Path, PathBuf};

use strobila::model::Place;

use crate::Error;
use crate::cli::arguments::Command;
use crate::cli::screen::Screen;
use crate::project::Project;
use crate::write::{self, Listing, WriteError, render_mod};

/// What is wrong with a list.
enum Fault {
    /// The marks of a merge with conflicts stand in it.
    Conflict { line: u32 },
    /// It lists what has no file; the package does not compile.
    Gone(Vec<String>),
    /// It does not list what has a file, which then never runs.
    Unlisted(Vec<String>),
    /// It is no Rust for another reason.
    Unreadable { line: u32, reason: String },
}

/// Writes lists again that cannot compile, whole and sorted, after saying so. `db:generate` also takes
/// in files that are not listed; other commands warn of them, for what runs should be what was reviewed.
/// `db:check` and `db:verify` change nothing: they are there to find it.
///
/// # Errors
/// A list that cannot be written.
pub(super) fn mend(screen: &mut Screen<'_>, project: &Project, command: &Command) -> Result<(), Error> {
    let writes = match command {
        Command::Generate(args) => !args.check && !args.dry_run,
        Command::Rebase(args) => !args.dry_run,
        Command::Check(_) | Command::Verify(_) => return Ok(()),
        _ => false,
    };
    for folder in project.migration_folders() {
        let list = folder.join("mod.rs");
        let shown = project.shown(&list);
        let Some(fault) = fault(&folder) else { continue };
        match &fault {
            Fault::Conflict { .. } => {
                screen.warn(format!(
                    "{shown} holds the marks of a merge conflict; writing it again from the files beside it"
                ));
            }
            Fault::Gone(names) => {
                screen.warn(format!(
                    "{shown} lists {}, which has no file; writing it again without",
                    names.join(", ")
                ));
            }
            Fault::Unlisted(names) if writes => {
                screen.warn(format!("{shown} does not list {}; writing it again with it", names.join(", ")));
            }
            // The program itself warns; what is no Rust is named when it does not build.
            Fault::Unlisted(_) | Fault::Unreadable { .. } => continue,
        }
        let files = names_on_disk(&folder)?;
        write::replace(&list, &render_mod(files.iter().map(String::as_str))).map_err(unwritten)?;
    }
    Ok(())
}

/// Names the first list that keeps the package from compiling.
///
/// # Errors
/// [`Error::BadListing`]
pub(super) fn check(project: &Project) -> Result<(), Error> {
    for folder in project.migration_folders() {
        let list = project.shown(&folder.join("mod.rs"));
        let (line, message) = match fault(&folder) {
            None | Some(Fault::Unlisted(_)) => continue,
            Some(Fault::Conflict { line }) => (line, format!("{list} holds the marks of a merge conflict")),
            Some(Fault::Gone(names)) => (1, format!("{list} lists {}, which has no file", names.join(", "))),
            Some(Fault::Unreadable { line, reason }) => (line, format!("{list} is no Rust: {reason}")),
        };
        let place = Place { file: list, line, what: "this line".to_owned() };
        let help = "strobila db:generate writes the list again from the files beside it".to_owned();
        return Err(Error::BadListing { message, place: Some(place), help });
    }
    Ok(())
}

fn fault(folder: &Path) -> Option<Fault> {
    let text = std::fs::read_to_string(folder.join("mod.rs")).ok()?;
    let is_mark =
        |line: &str| ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark));
    if let Some(at) = text.lines().position(is_mark) {
        return Some(Fault::Conflict { line: u32::try_from(at + 1).unwrap_or(u32::MAX) });
    }
    match write::listing(folder) {
        Ok(Listing { missing, .. }) if !missing.is_empty() => Some(Fault::Gone(missing)),
        Ok(Listing { unlisted, .. }) if !unlisted.is_empty() => Some(Fault::Unlisted(unlisted)),
        Ok(_) => None,
        Err(WriteError::Unreadable { line, reason, .. }) => {
            Some(Fault::Unreadable { line: u32::try_from(line).unwrap_or(u32::MAX), reason })
        }
        // A folder that is a link or cannot be read is named by the command that wants to write there.
        Err(_) => None,
    }
}

/// The names of the migration files, whatever the list says.
fn names_on_disk(folder: &Path) -> Result<Vec<String>, Error> {
    let failed = |source| Error::Io { action: "read", path: folder.to_owned(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_file = entry.file_type().map_err(failed)?.is_file();
        let name = entry.file_name().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".rs").filter(|stem| is_file && crate::names::validate(stem).is_ok());
        names.extend(stem.map(str::to_owned));
    }
    Ok(names)
}

fn unwritten(error: WriteError) -> Error {
    let message = error.to_string();
    let path = match &error {
        WriteError::ReadOnly(path) => path.clone(),
        _ => PathBuf::from("migrations/mod.rs"),
    };
    Error::Io { action: "write", path, source: std::io::Error::other(message) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const FIRST: &str = "Migration202611201326";
    const SECOND: &str = "Migration202611211010";

    fn faults_of(list: &str, files: &[&str]) -> (tempfile::TempDir, Option<Fault>) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(folder.path().join("mod.rs"), list).expect("it can be written");
        for name in files {
            fs::write(folder.path().join(format!("{name}.rs")), "").expect("it can be written");
        }
        let fault = fault(folder.path());
        (folder, fault)
    }

    #[test]
    fn a_list_that_agrees_has_no_fault() {
        let (_folder, fault) = faults_of(&render_mod([FIRST, SECOND]), &[FIRST, SECOND]);
        assert!(fault.is_none());
    }

    #[test]
    fn marks_gone_files_and_unlisted_files_are_told_apart() {
        let conflict =
            format!("{}<<<<<<< HEAD\n    {SECOND},\n=======\n>>>>>>> other\n", render_mod([FIRST]));
        let (folder, fault) = faults_of(&conflict, &[FIRST, SECOND]);
        assert!(matches!(fault, Some(Fault::Conflict { line: 9 })));
        let mut names = names_on_disk(folder.path()).expect("it can be read");
        names.sort();
        assert_eq!(names, [FIRST, SECOND]);
        assert!(matches!(faults_of(&render_mod([FIRST, SECOND]), &[FIRST]).1, Some(Fault::Gone(_))));
        assert!(matches!(faults_of(&render_mod([FIRST]), &[FIRST, SECOND]).1, Some(Fault::Unlisted(_))));
        assert!(matches!(faults_of("fn main( {", &[]).1, Some(Fault::Unreadable { .. })));
    }
}
