//! `db:pull`: models as Rust source from a live database.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use serde_json::json;
use strobila::dialect::{Dialect, Introspection, connect};
use strobila::schema::Name;

use super::arguments::Format;
use super::context::{Context, Outcome, block_on};
use super::module_new::{check_name, module_file, put_new, source_folder};
use super::screen::Paint;
use crate::config::{DatabaseUrl, UuidForm};
use crate::predecessor::Predecessor;
use crate::project::Project;
use crate::pull::{Pulled, pull, texts_are_uuids};
use crate::{Error, write};

/// The flags of `db:pull`.
#[derive(Debug, Clone, Default, Args)]
pub struct PullArgs {
    /// The module that gets the models: small letters, digits and _
    #[arg(value_name = "MODULE")]
    pub module: String,
    /// The database: a URL, or live for that of the environment
    #[arg(long, value_name = "SOURCE", default_value = "live")]
    pub from: String,
    /// Only these tables: author,post
    #[arg(long, value_name = "TABLES", value_delimiter = ',')]
    pub tables: Vec<String>,
    /// Print the source, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The package it goes into [default: `modules` of workspace.metadata.strobila, or `schema`]
    #[arg(long, value_name = "PACKAGE")]
    pub package: Option<String>,
}

/// Runs the command. Reads the database and writes new files alone.
///
/// # Errors
/// [`Error::Exists`] naming the file in the way; nothing is written then. A table that is not there.
pub(super) fn run(context: &mut Context<'_>, args: &PullArgs) -> Result<Outcome, Error> {
    check_name(&args.module)?;
    let project = Project::find(context.folder)?.ok_or_else(|| Error::NoProject {
        message: "there is no Cargo.toml here or above".to_owned(),
        place: None,
        help: "start a project with strobila init".to_owned(),
    })?;
    let folder = source_folder(&project, args.package.as_deref())?.join(&args.module);
    let url = match args.from.as_str() {
        "live" => {
            let config = context.config()?;
            context.url(&config)?
        }
        url => {
            let url = DatabaseUrl::new(url, context.folder);
            context.hide(&url);
            url
        }
    };
    let (mut found, dialect) = block_on(read(&url))?;
    choose(context, &mut found, args)?;
    if context.config()?.uuid.value == UuidForm::Text {
        texts_are_uuids(&mut found.schema, dialect);
    }
    let mut pulled = pull(&found.schema, dialect);
    pulled.left_out.extend(found.unexpressed);
    pulled.left_out.sort();
    for text in pulled.files.values_mut() {
        *text = formatted(text, &folder);
    }
    let files = files(&folder, &args.module, &pulled);
    if pulled.tables.is_empty() {
        return Err(Error::Usage {
            message: "there is no table to pull".to_owned(),
            help: Some("see with db:diff --from live --to models what the database holds".to_owned()),
        });
    }
    if !args.dry_run {
        make(&folder, &files)?;
    }
    let shown: Vec<String> = files.iter().map(|(path, _)| project.shown(path)).collect();
    tell(context, args, &files, &shown, &pulled);
    let texts = args.dry_run.then(|| files.iter().map(|(_, text)| text).collect::<Vec<_>>());
    Ok(Outcome::new(json!({
        "made": if args.dry_run { Vec::new() } else { shown },
        "tables": pulled.tables.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "left_out": pulled.left_out,
        "crates": pulled.crates,
        "sources": texts,
        "next": next(&args.module),
    })))
}

async fn read(url: &DatabaseUrl) -> Result<(Introspection, &'static dyn Dialect), Error> {
    let failed = |source| Error::Database { url: url.to_string(), source };
    if let Some(file) = url.file().filter(|file| !file.exists()) {
        return Err(Error::NoDatabase { file });
    }
    let mut session = connect(url.expose()).await.map_err(failed)?;
    let found = session.introspect().await;
    let dialect = session.dialect();
    session.close().await;
    Ok((found.map_err(failed)?, dialect))
}

/// Leaves the tables that were asked for, and none that another module has.
fn choose(context: &mut Context<'_>, found: &mut Introspection, args: &PullArgs) -> Result<(), Error> {
    let known: BTreeSet<String> = found.schema.tables.keys().map(ToString::to_string).collect();
    let asked: Vec<&str> =
        args.tables.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    if let Some(missing) = asked.iter().find(|name| !known.contains(**name)) {
        return Err(Error::Usage {
            message: format!("the database has no table `{missing}`"),
            help: Some(format!("it has {}", known.into_iter().collect::<Vec<_>>().join(", "))),
        });
    }
    let is_history = |name: &Name| asked.is_empty() && Predecessor::of_table(name).is_some();
    let histories: Vec<String> =
        found.schema.tables.keys().filter(|name| is_history(name)).map(ToString::to_string).collect();
    if !histories.is_empty() {
        found.schema.tables.retain(|name, _| !is_history(name));
        context.screen.note(format!("another tool's history is no model: {}", histories.join(", ")));
    }
    if !asked.is_empty() {
        found.schema.tables.retain(|name, _| asked.contains(&name.to_string().as_str()));
    }
    let modules = context.modules.unwrap_or_default();
    if !modules.is_empty() {
        let theirs = context.state()?.aligned();
        let is_theirs = |name: &Name| theirs.tables.contains_key(name);
        let others: Vec<String> =
            found.schema.tables.keys().filter(|name| is_theirs(name)).map(ToString::to_string).collect();
        found.schema.tables.retain(|name, _| !is_theirs(name));
        if !others.is_empty() {
            context.screen.note(format!("models have these tables already: {}", others.join(", ")));
        }
        found.schema.enums.retain(|name, _| !theirs.enums.contains_key(name));
    }
    Ok(())
}

/// The source as rustfmt lays it out, by the project's own settings; as it is where there is no rustfmt.
fn formatted(text: &str, folder: &Path) -> String {
    let place = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
    let program = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let child = Command::new(program)
        .args(["--edition", "2024", "--emit", "stdout"])
        .current_dir(place)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return text.to_owned() };
    // Where it does not take the whole text, it says so by its exit code.
    let _taken = child.stdin.take().map(|mut input| input.write_all(text.as_bytes()));
    match child.wait_with_output() {
        Ok(output) if output.status.success() && !output.stdout.is_empty() => {
            String::from_utf8(output.stdout).unwrap_or_else(|_| text.to_owned())
        }
        Ok(_) | Err(_) => text.to_owned(),
    }
}

/// The files of the module: the models, and what `module:new` writes where it is not there yet.
fn files(folder: &Path, module: &str, pulled: &Pulled) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let others = [
        (folder.join("mod.rs"), module_file(module)),
        (folder.join("migrations/mod.rs"), write::render_mod([])),
    ];
    for (path, text) in others {
        if fs::symlink_metadata(&path).is_err() {
            files.push((path, text));
        }
    }
    files.extend(pulled.files.iter().map(|(name, text)| (folder.join("models").join(name), text.clone())));
    files
}

/// Writes every file, or none: what stands in the way is looked for first.
fn make(folder: &Path, files: &[(PathBuf, String)]) -> Result<(), Error> {
    let beside = [folder.with_extension("rs"), folder.join("models.rs")];
    for path in beside.iter().chain(files.iter().map(|(path, _)| path)) {
        if fs::symlink_metadata(path).is_ok() {
            return Err(Error::Exists { path: path.clone() });
        }
    }
    for (path, text) in files {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|source| Error::Io {
                action: "make",
                path: parent.to_owned(),
                source,
            })?;
        }
        put_new(path, text)?;
    }
    Ok(())
}

fn next(module: &str) -> Vec<String> {
    vec![
        format!("pub mod {module};"),
        format!("&{module}::MODULE,"),
        format!("db:generate {module} --name start"),
        format!("db:baseline {module}"),
    ]
}

fn tell(
    context: &mut Context<'_>,
    args: &PullArgs,
    files: &[(PathBuf, String)],
    shown: &[String],
    pulled: &Pulled,
) {
    let Paint { good, bold, .. } = context.screen.paint;
    for left in &pulled.left_out {
        context.screen.warn(format!("not in the models: {left}"));
    }
    if args.dry_run {
        if context.global.format == Format::Human {
            for ((_, text), path) in files.iter().zip(shown) {
                context.screen.print(&format!("// {path}\n{text}\n"));
            }
        }
        return;
    }
    for path in shown {
        context.screen.line(format!("{good}made{good:#} {path}"));
    }
    let next = next(&args.module);
    context.screen.line("add by hand, where it is not there yet:");
    context.screen.line(format!("    {bold}{}{bold:#}    in lib.rs", next[0]));
    context.screen.line(format!("    {bold}{}{bold:#}    in MODULES", next[1]));
    if !pulled.crates.is_empty() {
        let crates: Vec<&str> = pulled.crates.iter().copied().collect();
        context
            .screen
            .note(format!("the fields have types of {}: name them in Cargo.toml", crates.join(", ")));
    }
    context.screen.note(format!(
        "then see with db:diff --from live --to models --module {} that nothing differs, run {}",
        args.module, next[2]
    ));
    context.screen.note(format!("and, on each database that has these tables already, {}", next[3]));
}
