//! The files of a rebase: all of them, or after a crash the rest of them.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::error::Error;
use crate::files;
use crate::rebase::log::Log;
use crate::rebase::{Chosen, Rebased};
use crate::snapshot;
use crate::write::render_mod;

/// Writes the new files, the lists and the snapshots, and removes the old files.
///
/// # Errors
/// A file that was changed meanwhile, and then nothing is written; what the file system says.
pub(super) fn store(rebased: &Rebased, chosen: &[Chosen]) -> Result<(), Error> {
    let Some(first) = chosen.first() else { return Ok(()) };
    let home = files::directory(first.fork.module)?;
    let mut log = Log::default();
    let forked: BTreeSet<&str> = chosen.iter().map(|one| one.fork.module.name).collect();
    for again in &rebased.again {
        let folder = folder(rebased, &again.module)?;
        log.add(&home, &folder.join(format!("{}.rs", again.name)), None, Some(again.text.clone()));
    }
    for (path, old, new) in &rebased.edits {
        log.add(&home, path, Some(old.clone()), Some(new.clone()));
    }
    for module in rebased.modules.iter().filter(|module| forked.contains(module.name)) {
        let list = files::directory(module)?.join("mod.rs");
        let names = module.migrations.list.iter().map(|migration| migration.name);
        log.add(&home, &list, read(&list)?, Some(render_mod(names)));
    }
    let old = rebased.again.iter().flat_map(|again| again.old.iter().map(|old| (&again.module, old)));
    for (module, name) in old.chain(rebased.gone.iter().map(|(module, name)| (module, name))) {
        let file = folder(rebased, module)?.join(format!("{name}.rs"));
        log.add(&home, &file, read(&file)?, None);
    }
    for module in rebased.modules.iter().filter(|module| forked.contains(module.name)) {
        let file = files::directory(module)?.join(snapshot::file_name(module.name));
        let folded = rebased.folded.get(module.name).cloned().unwrap_or_default();
        log.add(&home, &file, read(&file)?, Some(snapshot::render_fold(module.name, &folded)));
    }
    log.write(&home).map_err(Error::Write)
}

fn folder(rebased: &Rebased, name: &str) -> Result<std::path::PathBuf, Error> {
    let module = rebased.modules.iter().find(|module| module.name == name);
    files::directory(module.ok_or_else(|| Error::Bug(format!("no module {name}")))?)
}

fn read(file: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { action: "read", path: file.to_owned(), source }),
    }
}
