//! The database file of SQLite: never made unless asked for; and the name typed before a change.

use std::path::Path;

use strobila::Target;
use strobila::dialect::connect;

use super::context::Context;
use crate::Error;
use crate::config::{Config, DatabaseUrl};
use crate::questioner::Unanswered;

/// The URL to read from. A file that is not there is not made, whatever the URL says: with `mode=rwc`,
/// or `create` for a dry run, an empty database in memory stands in for it.
///
/// # Errors
/// [`Error::NoDatabase`]
pub(super) fn to_read(url: &DatabaseUrl, create: bool) -> Result<String, Error> {
    match url.file() {
        Some(file) if !file.exists() && !has_folder(&file) => Err(Error::NoDatabase { file }),
        Some(file) if !file.exists() && (create || url.creates()) => Ok("sqlite::memory:".to_owned()),
        Some(file) if !file.exists() => Err(Error::NoDatabase { file }),
        _ => Ok(url.expose().to_owned()),
    }
}

/// The target of a database. Only the server of a `mysql://` URL says whether it is MySQL or MariaDB.
///
/// # Errors
/// A server that does not answer.
pub(super) async fn target(db: &str, url: &DatabaseUrl) -> Result<Target, Error> {
    let known = Target::of_url(db).filter(|target| *target != Target::Mysql);
    if let Some(target) = known {
        return Ok(target);
    }
    let failed = |source| Error::Database { url: url.to_string(), source };
    let session = connect(db).await.map_err(failed)?;
    let target = session.dialect().target();
    session.close().await;
    Ok(target)
}

/// Refuses a server that is older than the config says that files are written for.
///
/// # Errors
/// [`Error::Config`] with both versions; a server that does not answer.
pub(super) async fn is_new_enough(db: &str, url: &DatabaseUrl, config: &Config) -> Result<(), Error> {
    if config.targets.value.iter().all(|version| version.at_least.is_none()) {
        return Ok(());
    }
    let failed = |source| Error::Database { url: url.to_string(), source };
    let mut session = connect(db).await.map_err(failed)?;
    let dialect = session.dialect();
    let found = session.query(dialect.version_query()).await;
    session.close().await;
    let found = found.map_err(failed)?.into_iter().flatten().next().flatten().unwrap_or_default();
    let wanted = config.targets.value.iter().find(|version| version.target == dialect.target());
    match wanted.and_then(|wanted| Some((wanted, wanted.at_least.as_deref()?))) {
        Some((wanted, least)) if numbers(&found) < numbers(least) => Err(Error::Config {
            message: format!(
                "the server is {} {found}, and files are written for `{wanted}`",
                dialect.target()
            ),
            place: None,
            help: Some(format!(
                "run them on a newer server; or write `{}` into `targets` of strobila.toml if every file fits this one",
                dialect.target()
            )),
        }),
        _ => Ok(()),
    }
}

/// The numbers that a version begins with: `10.11.14-MariaDB` is 10, 11, 14.
fn numbers(version: &str) -> Vec<u32> {
    let end = version.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(version.len());
    version[..end].split('.').map_while(|part| part.parse().ok()).collect()
}

/// Whether the folder is there, in which the file is or would be made.
fn has_folder(file: &Path) -> bool {
    file.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder.exists())
}

/// The URL to write to. A file that is not there is made with `--create`, with `mode=rwc` in the URL,
/// or when a person says so.
///
/// # Errors
/// [`Error::NoDatabase`] when nobody can be asked; a person who says no.
pub(super) fn to_write(context: &mut Context<'_>, url: &DatabaseUrl, create: bool) -> Result<String, Error> {
    let Some(file) = url.file().filter(|file| !file.exists()) else { return Ok(url.expose().to_owned()) };
    if !has_folder(&file) {
        return Err(Error::NoDatabase { file });
    }
    if create || url.creates() {
        return Ok(url.creating().expose().to_owned());
    }
    let text = format!("the database file {} does not exist; create it?", file.display());
    match context.agrees("database", &text, "create it", "--create")? {
        Some(true) => Ok(url.creating().expose().to_owned()),
        _ => Err(Error::NoDatabase { file }),
    }
}

/// Has a person type the database's name where the environment says `confirm = true`.
///
/// # Errors
/// [`Error::NotConfirmed`] without a terminal and without `--confirm`; a refusal when the name is
/// another.
pub(super) fn confirm(
    context: &mut Context<'_>,
    config: &Config,
    url: &DatabaseUrl,
    typed: Option<&str>,
    doing: &str,
) -> Result<(), Error> {
    if !config.confirm.value {
        return Ok(());
    }
    type_name(context, config, url, typed, doing)
}

/// Has a person type the database's name, whatever the environment says.
///
/// # Errors
/// Those of [`confirm`].
pub(super) fn type_name(
    context: &mut Context<'_>,
    config: &Config,
    url: &DatabaseUrl,
    typed: Option<&str>,
    doing: &str,
) -> Result<(), Error> {
    let name = url.database();
    let environment = &config.environment.value;
    let typed = match typed {
        Some(typed) => typed.to_owned(),
        None => {
            let text =
                format!("{doing} on `{environment}` ({url}): type the database's name, {name}, to go on:");
            match context.questioner.type_in(&text) {
                Ok(typed) => typed,
                Err(Unanswered::Open) => {
                    return Err(Error::NotConfirmed { environment: environment.clone(), database: name });
                }
                Err(other) => return Err(other.into()),
            }
        }
    };
    if typed == name { Ok(()) } else { Err(Error::OtherName { typed, database: name }) }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert_eq!(numbers("10.11.14-MariaDB-0+deb12u2"), [10, 11, 14]);
        assert!(numbers("15.18 (Debian 15.18-0+deb12u1)") >= numbers("14"));
        assert!(numbers("9.6") < numbers("14") && numbers("10.6.2") < numbers("10.11"));
        assert!(numbers("16beta1") >= numbers("16") && numbers("8.4.0") >= numbers("8.4"));
    }
}
