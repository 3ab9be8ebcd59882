//! `module:new`: the files of a new module, and the lines to add by hand.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::context::{Context, Outcome};
use super::screen::Paint;
use crate::project::{Project, shown};
use crate::{Error, write};

/// The flags of `module:new`.
#[derive(Debug, Clone, Default, Args)]
pub struct ModuleNewArgs {
    /// The module's name: small letters, digits and _
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The package it goes into [default: `modules` of workspace.metadata.strobila, or `schema`]
    #[arg(long, value_name = "PACKAGE")]
    pub package: Option<String>,
}

/// Runs the command. Works also when the package does not compile.
///
/// # Errors
/// [`Error::BadName`], [`Error::Exists`]; nothing is written then.
pub(super) fn run(context: &mut Context<'_>, args: &ModuleNewArgs) -> Result<Outcome, Error> {
    check_name(&args.name)?;
    if let Some(module) = context.modules.into_iter().flatten().find(|module| module.name == args.name) {
        return Err(Error::Exists { path: PathBuf::from(module.file) });
    }
    let project = Project::find(context.folder)?.ok_or_else(|| Error::NoProject {
        message: "there is no Cargo.toml here or above".to_owned(),
        place: None,
        help: "start a project with strobila init".to_owned(),
    })?;
    let source = source_folder(&project, args.package.as_deref())?;
    let made = create(&source, &args.name)?;
    let root_file = if source.join("lib.rs").is_file() { "lib.rs" } else { "main.rs" };
    let root_file = project.shown(&source.join(root_file));
    let lines = [format!("pub mod {};", args.name), format!("&{}::MODULE,", args.name)];

    let Paint { good, bold, .. } = context.screen.paint;
    let made: Vec<String> = made.iter().map(|path| project.shown(path)).collect();
    for path in &made {
        context.screen.line(format!("{good}made{good:#} {path}"));
    }
    context.screen.line(format!("add to {bold}{root_file}{bold:#}:"));
    context.screen.line(format!("    {}", lines[0]));
    context.screen.line(format!("    {}    in MODULES", lines[1]));
    context.screen.note(format!("then describe its tables in models.rs and run db:generate {}", args.name));
    Ok(Outcome::new(json!({ "made": made, "by_hand": [{ "file": root_file, "lines": lines }] })))
}

/// Whether a name can be a module's: a Rust module, a folder and a word in commands.
///
/// # Errors
/// [`Error::BadName`]
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let bad = |reason: &str| Err(Error::BadName { name: name.to_owned(), reason: reason.to_owned() });
    if name.is_empty() {
        return bad("it is empty");
    }
    if name.contains(['/', '\\']) || name == "." || name == ".." {
        return bad("it is a path");
    }
    if let Some(letter) = name.chars().find(|letter| !matches!(letter, 'a'..='z' | '0'..='9' | '_')) {
        return bad(&format!("it holds `{}`", letter.escape_debug()));
    }
    if !name.starts_with(|letter: char| letter.is_ascii_lowercase()) {
        return bad("it does not start with a letter");
    }
    if name.len() > 60 {
        return bad("it is longer than 60 letters");
    }
    if syn::parse_str::<syn::Ident>(name).is_err() {
        return bad("it is a keyword of Rust");
    }
    // A keyword since edition 2024, the files of a crate's root, names that Rust knows, and Windows' devices.
    let taken =
        ["gen", "lib", "main", "mod", "bin", "strobila", "std", "core", "alloc", "con", "nul", "prn", "aux"];
    if taken.contains(&name) {
        return bad("the name has another meaning");
    }
    Ok(())
}

/// Writes the three files of a module below `source`, and returns them.
///
/// # Errors
/// [`Error::Exists`] when a folder, link or file of that name is there, before anything is written.
pub(super) fn create(source: &Path, name: &str) -> Result<Vec<PathBuf>, Error> {
    let folder = source.join(name);
    for path in [&folder, &source.join(format!("{name}.rs"))] {
        if fs::symlink_metadata(path).is_ok() {
            return Err(Error::Exists { path: path.clone() });
        }
    }
    let migrations = folder.join("migrations");
    for path in [&folder, &migrations] {
        fs::create_dir(path).map_err(|source| Error::Io { action: "make", path: path.clone(), source })?;
    }
    let files = [
        (folder.join("mod.rs"), module_file(name)),
        (folder.join("models.rs"), models_file(name)),
        (migrations.join("mod.rs"), write::render_mod([])),
    ];
    files.into_iter().map(|(path, text)| put_new(&path, &text).map(|()| path)).collect()
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// [`Error::Exists`], [`Error::Io`]
pub(super) fn put_new(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AlreadyExists => Error::Exists { path: path.to_owned() },
        _ => Error::Io { action: "write", path: path.to_owned(), source },
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

pub(super) fn module_file(name: &str) -> String {
    format!(
        "//! The module `{name}`.\n\npub mod models;\n\nmod migrations;\n\nstrobila::module!(\"{name}\");\n"
    )
}

fn models_file(name: &str) -> String {
    format!(
        "//! The tables of the module `{name}`.\n\
         //!\n\
         //! Describe one, then run `cargo strobila db:generate {name}`:\n\
         //!\n\
         //! ```ignore\n\
         //! /// A person who writes posts.\n\
         //! #[derive(strobila::Model)]\n\
         //! #[model(timestamps)]\n\
         //! pub struct Author {{\n\
         //!     #[column(primary_key, identity)]\n\
         //!     pub id: i64,\n\
         //!     #[column(length = 255, unique)]\n\
         //!     pub email: String,\n\
         //!     pub bio: Option<String>,\n\
         //! }}\n\
         //! ```\n"
    )
}

pub(super) fn source_folder(project: &Project, asked: Option<&str>) -> Result<PathBuf, Error> {
    let named = asked.or(project.modules.as_deref());
    let package = match named {
        Some(name) => project.package(name),
        None => {
            let by_name = |name: &str| project.package(name);
            let only_one = (project.packages.len() == 1).then(|| &project.packages[0]);
            by_name("schema").or_else(|| project.runner.as_deref().and_then(by_name)).or(only_one)
        }
    };
    let known: Vec<&str> = project.packages.iter().map(|package| package.name.as_str()).collect();
    let package = package.ok_or_else(|| Error::Usage {
        message: match named {
            Some(name) => format!("the workspace has no package `{}`", name.escape_debug()),
            None => "it is not clear which package the module goes into".to_owned(),
        },
        help: Some(format!("name one with --package: {}", known.join(", "))),
    })?;
    let source = package.folder.join("src");
    if source.is_dir() {
        return Ok(source);
    }
    Err(Error::NoProject {
        message: format!("{} is no folder", shown(&project.root, &source)),
        place: None,
        help: "name another package with --package".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_elsewhere_or_is_no_identifier_is_refused() {
        for name in [
            "",
            ".",
            "..",
            "../../etc",
            "/etc",
            "a/b",
            "a\\b",
            "C:\\x",
            "nul",
            "type",
            "fn",
            "Self",
            "self",
            "_",
            "a\0b",
            "a b",
            "a-b",
            "Blog",
            "1st",
            "_blog",
            "blög",
            "blog\n",
            "mod",
            "lib",
            "async",
            "gen",
            "try",
            "r#type",
        ] {
            let error = check_name(name).expect_err(name);
            assert_eq!(error.exit_code(), 2, "{name:?}");
            assert!(!error.to_string().contains('\0'), "{error:?}");
        }
        for name in ["blog", "order_item", "v2", "content"] {
            check_name(name).expect("it is a name");
        }
    }

    #[test]
    fn nothing_is_written_over_what_is_there() {
        let source = tempfile::tempdir().expect("a temporary folder can be made");
        create(source.path(), "blog").expect("it is new");
        assert!(matches!(create(source.path(), "blog"), Err(Error::Exists { .. })));
        fs::write(source.path().join("shop.rs"), "mine").expect("it can be written");
        assert!(matches!(create(source.path(), "shop"), Err(Error::Exists { .. })));
        assert!(!source.path().join("shop").exists());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let source = tempfile::tempdir().expect("a temporary folder can be made");
        let elsewhere = tempfile::tempdir().expect("a temporary folder can be made");
        std::os::unix::fs::symlink(elsewhere.path().join("gone"), source.path().join("blog"))
            .expect("it can be made");
        assert!(matches!(create(source.path(), "blog"), Err(Error::Exists { .. })));
        assert_eq!(fs::read_dir(elsewhere.path()).expect("it is there").count(), 0);
    }
}
