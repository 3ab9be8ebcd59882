//! Tags: `[DATABASE:]MODULE[/MIGRATION]`.

use strobila::__private::nearest;
use strobila::migrator::{NoTag, Tag};

use super::context::Context;
use crate::Error;

/// One tag whose module and migration are known.
///
/// # Errors
/// What is no tag; an unknown module or migration, with the nearest name. A migration that is applied
/// and has no file is not known here.
pub(super) fn one(context: &Context<'_>, text: &str) -> Result<Tag, Error> {
    if let Some((database, rest)) = text.split_once(':') {
        return Err(Error::Usage {
            message: format!(
                "`{text}` names the database `{database}`, and this release runs every module on one"
            ),
            help: Some(format!("write `{rest}`, and choose the database with --database URL")),
        });
    }
    let tag: Tag =
        text.parse().map_err(|error: NoTag| Error::Usage { message: error.to_string(), help: None })?;
    let module = context.module(&tag.module)?;
    if let Some(name) = &tag.migration {
        let known = || module.migrations.list.iter().map(|migration| migration.name);
        if !known().any(|known| known == name) {
            return Err(Error::UnknownMigration {
                module: tag.module.clone(),
                name: name.clone(),
                near: nearest(name, known()).map(str::to_owned),
            });
        }
    }
    Ok(tag)
}

/// Tags whose modules and migrations are known.
///
/// # Errors
/// Those of [`one`].
pub(super) fn all(context: &Context<'_>, texts: &[String]) -> Result<Vec<Tag>, Error> {
    texts.iter().map(|text| one(context, text)).collect()
}

/// The migration's name, where `blog/Migration…` was written and the module is known already.
pub(super) fn name_of(text: &str) -> String {
    text.rsplit_once('/').map_or(text, |(_, name)| name).to_owned()
}
