//! The files of modules: what stands there before a migration is written, and the writing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use strobila::model::Place;
use strobila::{Migration, Module};

use crate::draft::Draft;
use crate::emit::{emit, operations_text};
use crate::error::Error;
use crate::fold::{Folded, fold_on};
use crate::generate::{State, chains, unreadable};
use crate::snapshot::{self, Agreement, SnapshotError};
use crate::write::{self, Files, Listing, Rewrite, WriteError};

/// The directory of a module's migrations on this machine.
///
/// # Errors
/// [`Error::NoProject`] where the sources are not, as on a server.
pub fn directory(module: &Module) -> Result<PathBuf, Error> {
    module.migrations.directory().ok_or_else(|| Error::NoProject {
        message: format!("the migrations directory of module {} is not on this machine", module.name),
        place: None,
        help: "run it in the checkout that this binary was built from".to_owned(),
    })
}

/// Checks that `mod.rs` lists exactly the files beside it; a file that a stopped run left unlisted is
/// listed now.
///
/// # Errors
/// [`Error::BadListing`]: what was compiled in is not what stands on disk, so the command must be run
/// again; files that are gone.
pub fn agree(module: &Module) -> Result<Listing, Error> {
    let path = directory(module)?;
    let listing = write::listing(&path).map_err(write_error)?;
    if let Some(name) = listing.missing.first() {
        return Err(Error::BadListing {
            message: format!("{} lists {name}, and its file is gone", shown(&path.join("mod.rs"))),
            place: None,
            help: format!(
                "restore {name}.rs from version control; to take the migration back, roll it back first"
            ),
        });
    }
    if let Some(name) = newer(module, &listing) {
        return Err(Error::BadListing {
            message: format!("this program was built before {}/{name} was written", module.name),
            place: None,
            help: "build it again: run the command through cargo".to_owned(),
        });
    }
    if listing.unlisted.is_empty() {
        return Ok(listing);
    }
    let list = write::render_mod(listing.files.iter().map(String::as_str));
    write::replace(&path.join("mod.rs"), &list).map_err(write_error)?;
    Err(Error::BadListing {
        message: format!(
            "{} did not list {}; it does now",
            shown(&path.join("mod.rs")),
            listing.unlisted.join(", ")
        ),
        place: None,
        help: "run the command again: the migration is compiled in then".to_owned(),
    })
}

/// A migration that is listed and was not compiled in: the program is older than the file.
pub fn newer<'l>(module: &Module, listing: &'l Listing) -> Option<&'l String> {
    let compiled: BTreeSet<&str> = module.migrations.list.iter().map(|migration| migration.name).collect();
    listing.files.iter().find(|name| !compiled.contains(name.as_str()) && !listing.unlisted.contains(name))
}

/// How a module's snapshot stands to its migrations.
///
/// # Errors
/// A snapshot that cannot be read, or that holds what the migrations do not lead to.
pub fn snapshot_agrees(state: &State, module: &Module) -> Result<Agreement, Error> {
    let path = directory(module)?.join(snapshot::file_name(module.name));
    let none = Folded::default();
    let folded = state.folded.get(module.name).unwrap_or(&none);
    let agreement = snapshot::check(&path, module.name, folded, &chains(&state.modules));
    match agreement.map_err(|error| snapshot_error(error, &path))? {
        Agreement::Different { what } => Err(Error::Snapshot {
            message: format!("{} is not what the migrations lead to: {what}", shown(&path)),
            place: None,
            help: "if the migrations are right, delete the snapshot: db:generate writes it again; if they were edited, restore them from version control".to_owned(),
        }),
        agreement => Ok(agreement),
    }
}

/// Writes the snapshot of a module again. When another run has written a migration meanwhile, its snapshot
/// is the right one and stays.
///
/// # Errors
/// What the file system says.
pub fn mend_snapshot(state: &State, module: &Module) -> Result<PathBuf, Error> {
    let folder = directory(module)?;
    let path = folder.join(snapshot::file_name(module.name));
    let folded = state.folded.get(module.name).cloned().unwrap_or_default();
    let text = snapshot::render_fold(module.name, &folded);
    let is_newest = || Ok(newer(module, &write::listing(&folder)?).is_none());
    write::replace_if(&path, &text, is_newest).map_err(write_error)?;
    Ok(path)
}

/// Writes drafts, each with its list and its snapshot, in their order; then the snapshots of other
/// modules that a draft changes. A draft that is a head planned again takes the place of its file. Returns
/// the files of the drafts.
///
/// # Errors
/// [`WriteError`] as [`Error`]; drafts before the one that failed stay, whole.
pub fn store(state: &State, drafts: &[&Draft]) -> Result<Vec<PathBuf>, Error> {
    let mut paths = Vec::new();
    let mut stored: BTreeSet<&str> = BTreeSet::new();
    let after = fold_with(state, drafts)?;
    for (at, draft) in drafts.iter().enumerate() {
        let module = module(state, &draft.module)?;
        let path = directory(module)?;
        let is_last = drafts[at + 1..].iter().all(|other| other.module != draft.module);
        let folded = match is_last {
            true => Cow::Borrowed(&after),
            false => Cow::Owned(fold_with(state, &drafts[..=at])?),
        };
        let mut names = write::listing(&path).map_err(write_error)?.files;
        names.push(draft.name.clone());
        let (text, list) = (emit(draft), write::render_mod(names.iter().map(String::as_str)));
        let (file, last) = (
            snapshot::file_name(&draft.module),
            snapshot::render_fold(&draft.module, &folded[&draft.module]),
        );
        let written = match state.replaced(&draft.module, &draft.name) {
            None => {
                let migration = Some((draft.name.as_str(), text.as_str()));
                write::write(&path, Files { migration, list: &list, snapshot: (&file, &last) })
            }
            Some(head) => {
                let before = fold_with(state, &drafts[..at])?;
                let texts = Rewrite {
                    name: &draft.name,
                    old: &head.text,
                    new: &text,
                    list: &list,
                    snapshot: &file,
                    before: &snapshot::render_fold(&draft.module, &before[&draft.module]),
                    after: &last,
                };
                write::rewrite(&path, texts).map(Some)
            }
        };
        paths.extend(written.map_err(write_error)?);
        stored.insert(&draft.module);
    }
    others(state, &after, &stored)?;
    Ok(paths)
}

/// Snapshots of modules without a draft that change all the same: a renamed table they point at.
fn others(state: &State, after: &BTreeMap<String, Folded>, stored: &BTreeSet<&str>) -> Result<(), Error> {
    for (name, folded) in after.iter().filter(|(name, _)| !stored.contains(name.as_str())) {
        if state.folded.get(name) != Some(folded) {
            let path = directory(module(state, name)?)?.join(snapshot::file_name(name));
            write::replace(&path, &snapshot::render_fold(name, folded)).map_err(write_error)?;
        }
    }
    Ok(())
}

fn module(state: &State, name: &str) -> Result<&'static Module, Error> {
    let found = state.modules.iter().copied().find(|module| module.name == name);
    found.ok_or_else(|| Error::Bug(format!("a plan for the module `{name}`, which is not there")))
}

/// The fold of all migrations and some drafts.
pub(crate) fn fold_with(state: &State, drafts: &[&Draft]) -> Result<BTreeMap<String, Folded>, Error> {
    let texts: Vec<String> = drafts.iter().map(|draft| operations_text(draft)).collect();
    let requires: Vec<Vec<(&str, &str)>> = drafts
        .iter()
        .map(|draft| draft.requires.iter().map(|(module, name)| (module.as_str(), name.as_str())).collect())
        .collect();
    let new: Vec<(&str, Migration<'_>)> = drafts
        .iter()
        .zip(texts.iter().zip(&requires))
        .map(|(draft, (text, requires))| {
            let mut migration = Migration::new(&draft.name).requires(requires).operations(text);
            migration.after = draft.after.as_deref();
            (draft.module.as_str(), migration)
        })
        .collect();
    fold_on(state.base(), &new).map_err(unreadable)
}

/// A path as a person in the project would write it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

/// An error of writing, as the command's.
pub fn write_error(error: WriteError) -> Error {
    Error::Write(error)
}

fn snapshot_error(error: SnapshotError, path: &Path) -> Error {
    let place = error.line().map(|line| Place {
        file: shown(path),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        what: "the snapshot".to_owned(),
    });
    match error {
        SnapshotError::Fold(error) => unreadable(error),
        error => Error::Snapshot {
            message: error.to_string().replace(&path.display().to_string(), &shown(path)),
            help: error.help().unwrap_or_default().to_owned(),
            place,
        },
    }
}
