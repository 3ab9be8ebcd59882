//! What stands in a migrations directory, compared with its `mod.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use syn::parse::Parser;
use syn::punctuated::Punctuated;

use super::{WriteError, directory, leftover};
use crate::names;
use crate::rebase::log::is_log;

/// What stands in a migrations directory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Names of the migration files, sorted.
    pub files: Vec<String>,
    /// Those of them that `mod.rs` does not list, or lists in one of its two places only.
    pub unlisted: Vec<String>,
    /// Names that `mod.rs` lists without a file.
    pub missing: Vec<String>,
    /// Anything else in the directory, by file name, sorted.
    pub stray: Vec<String>,
}

impl Listing {
    /// Whether the files and `mod.rs` agree.
    pub fn agrees(&self) -> bool {
        self.unlisted.is_empty() && self.missing.is_empty()
    }
}

// A migration is a plain module of the user's crate, so lints that the crate may deny are answered
// here; `clippy::pedantic` is about `use strobila::migration::*` and the header's texts.
const HEAD: &str = "\
#![allow(non_snake_case, unreachable_pub, clippy::pedantic)]
//! The migrations of this module. `db:generate` writes this file.
";

/// `migrations/mod.rs` for the migrations of these names, sorted.
pub fn render_mod<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let mut out = String::from(HEAD);
    out.push('\n');
    if names.is_empty() {
        out.push_str("strobila::migrations! {}\n");
        return out;
    }
    for name in &names {
        out.push_str(&format!("pub mod {name};\n"));
    }
    out.push_str("\nstrobila::migrations! {\n");
    for name in &names {
        out.push_str(&format!("    {name},\n"));
    }
    out.push_str("}\n");
    out
}

/// Compares a migrations directory with its `mod.rs`; a `mod.rs` that is not there lists nothing.
///
/// # Errors
/// Those of [`directory`], and [`WriteError::Unreadable`] when `mod.rs` is no Rust.
pub fn listing(path: &Path) -> Result<Listing, WriteError> {
    directory(path)?;
    let (files, stray) = on_disk(path)?;
    let listed = listed(path)?;
    let unlisted = files.iter().filter(|name| !listed.both.contains(*name)).cloned().collect();
    let missing = listed.any.iter().filter(|name| !files.contains(*name)).cloned().collect();
    Ok(Listing { files: files.into_iter().collect(), unlisted, missing, stray: stray.into_iter().collect() })
}

fn on_disk(path: &Path) -> Result<(BTreeSet<String>, BTreeSet<String>), WriteError> {
    let (mut files, mut stray) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(path).map_err(|error| WriteError::from_io(path, error))? {
        let entry = entry.map_err(|error| WriteError::from_io(path, error))?;
        let kind = entry.file_type().map_err(|error| WriteError::from_io(&entry.path(), error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let migration = name.strip_suffix(".rs").filter(|stem| names::validate(stem).is_ok());
        let snapshot = name.starts_with(".snapshot-") && name.ends_with(".json");
        match migration {
            Some(stem) if kind.is_file() => drop(files.insert(stem.to_owned())),
            None if kind.is_file() && (name == "mod.rs" || snapshot || leftover(&name) || is_log(&name)) => {}
            _ => drop(stray.insert(name)),
        }
    }
    Ok((files, stray))
}

struct Listed {
    both: BTreeSet<String>,
    any: BTreeSet<String>,
}

fn listed(directory: &Path) -> Result<Listed, WriteError> {
    let path = directory.join("mod.rs");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(WriteError::from_io(&path, error)),
    };
    let unreadable = |error: syn::Error| WriteError::Unreadable {
        path: path.clone(),
        line: error.span().start().line,
        reason: error.to_string(),
    };
    let (mut modules, mut entries) = (BTreeSet::new(), BTreeSet::new());
    for item in syn::parse_file(&text).map_err(unreadable)?.items {
        match item {
            syn::Item::Mod(module) => drop(modules.insert(module.ident.to_string())),
            syn::Item::Macro(call)
                if call.mac.path.segments.last().is_some_and(|last| last.ident == "migrations") =>
            {
                let names = Punctuated::<syn::Ident, syn::Token![,]>::parse_terminated
                    .parse2(call.mac.tokens)
                    .map_err(unreadable)?;
                entries.extend(names.iter().map(ToString::to_string));
            }
            _ => {}
        }
    }
    Ok(Listed { both: &modules & &entries, any: &modules | &entries })
}
