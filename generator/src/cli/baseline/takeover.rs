//! Taking over what another tool has migrated so far.

use std::path::{Path, PathBuf};

use strobila::dialect::connect;

use super::super::context::Context;
use crate::Error;
use crate::config::DatabaseUrl;
use crate::predecessor::{Applied, Predecessor, Versions};

/// Checks that the other tool is done here: nothing failed, nothing pending. Gives the words that the journal
/// keeps. Reads alone.
///
/// # Errors
/// [`Error::Drift`] for no history, a migration that failed, one that is pending.
pub(super) async fn check(
    context: &mut Context<'_>,
    tool: Predecessor,
    url: &DatabaseUrl,
    db: &str,
    folder: Option<&Path>,
) -> Result<String, Error> {
    let failed = |source| Error::Database { url: url.to_string(), source };
    let mut session = connect(db).await.map_err(failed)?;
    let applied = tool.applied(session.as_mut()).await;
    session.close().await;
    let name = tool.name();
    let applied = applied.map_err(failed)?.ok_or_else(|| Error::Drift {
        message: format!("the database has no table {}, where {name} keeps its history", tool.table()),
        help: "check the URL with config; without --from the tables alone are compared".to_owned(),
    })?;
    if !applied.failed.is_empty() {
        return Err(Error::Drift {
            message: format!("a migration of {name} did not end: {}", applied.failed.join(", ")),
            help: format!("mend it first, so that {} has nothing left to do", tool.run()),
        });
    }
    match files(context, tool, folder)? {
        Some((folder, files)) => compare(context, tool, &applied, &folder, &files)?,
        None => context
            .screen
            .note(format!("{name}'s files are not compared: name their folder with --migrations")),
    }
    let last = applied.versions.iter().max_by_key(|(version, _)| (version.len(), *version));
    Ok(match last {
        Some((_, last)) => {
            format!("taken over from {name}: {} migrations, the last {last}", applied.versions.len())
        }
        None => format!("taken over from {name}: no migrations"),
    })
}

/// The tool's files: in the folder that was named, or in `migrations` beside the manifest where it is.
fn files(
    context: &Context<'_>,
    tool: Predecessor,
    folder: Option<&Path>,
) -> Result<Option<(PathBuf, Versions)>, Error> {
    let path = context.folder.join(folder.unwrap_or(Path::new("migrations")));
    if folder.is_none() && !path.is_dir() {
        return Ok(None);
    }
    let files =
        tool.files(&path).map_err(|source| Error::Io { action: "read", path: path.clone(), source })?;
    // A folder of that name may be anybody's.
    Ok((folder.is_some() || !files.is_empty()).then_some((path, files)))
}

fn compare(
    context: &mut Context<'_>,
    tool: Predecessor,
    applied: &Applied,
    folder: &Path,
    files: &Versions,
) -> Result<(), Error> {
    let pending: Vec<&str> = files
        .iter()
        .filter(|(version, _)| !applied.versions.contains_key(*version))
        .map(|(_, file)| file.as_str())
        .collect();
    if !pending.is_empty() {
        return Err(Error::Drift {
            message: format!("{} has not run here: {}", tool.name(), pending.join(", ")),
            help: format!("run {} first, or take the files out of {}", tool.run(), folder.display()),
        });
    }
    let unknown: Vec<&str> = applied
        .versions
        .iter()
        .filter(|(version, _)| !files.contains_key(*version))
        .map(|(_, label)| label.as_str())
        .collect();
    if !unknown.is_empty() {
        let message = format!(
            "{} has run here what {} does not hold: {}",
            tool.name(),
            folder.display(),
            unknown.join(", ")
        );
        context.screen.warn(message);
    }
    Ok(())
}
