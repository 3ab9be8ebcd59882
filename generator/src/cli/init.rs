//! `init`: config, packages, alias and CI file of a new project. Nothing is overwritten.

mod files;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::context::{Context, Outcome};
use super::module_new::{check_name, create, put_new};
use super::screen::Paint;
use crate::Error;
use crate::config::workspace_root;
use crate::project::Project;

/// The flags of `init`.
#[derive(Debug, Clone, Default, Args)]
pub struct InitArgs {
    /// The first module's name
    #[arg(value_name = "MODULE", default_value = "app")]
    pub module: String,
    /// Depend on a checkout of strobila in this folder, not on the published crates
    #[arg(long, value_name = "CHECKOUT")]
    pub path: Option<PathBuf>,
    /// Use the workspace of a folder above, without asking
    #[arg(long, conflicts_with = "here")]
    pub workspace: bool,
    /// Make a workspace of this folder, whatever stands above it
    #[arg(long)]
    pub here: bool,
}

/// Runs the command in the Cargo workspace around the folder, or makes a workspace of the folder.
///
/// # Errors
/// A bad name; a workspace in a folder above, and nobody who agrees to it; a file that cannot be written. What
/// was made before stays; running again makes the rest.
pub(super) fn run(context: &mut Context<'_>, args: &InitArgs) -> Result<Outcome, Error> {
    check_name(&args.module)?;
    let root = root(context, args)?;
    let checkout = args.path.as_deref().map(|path| checkout(context.folder, path, &root)).transpose()?;
    if root != context.folder {
        context.screen.line(format!("in {} ({})", way_up(context.folder, &root), root.display()));
    }
    let mut work =
        Work { root: root.clone(), checkout, made: Vec::new(), kept: Vec::new(), by_hand: Vec::new() };
    work.file("strobila.toml", files::CONFIG)?;
    work.workspace()?;
    work.schema(&args.module)?;
    work.runner()?;
    work.alias()?;
    work.lines(".gitattributes", files::ATTRIBUTES)?;
    let ignored = if root.join(".gitignore").exists() { files::IGNORED_DATABASE } else { files::IGNORED };
    work.lines(".gitignore", ignored)?;
    work.file(".github/workflows/strobila.yml", files::WORKFLOW)?;
    Ok(work.told(context, &args.module))
}

/// Where the project is made: here, or in the workspace of a folder above, when that is agreed to. What
/// stands above the root of the git repository does not count.
fn root(context: &mut Context<'_>, args: &InitArgs) -> Result<PathBuf, Error> {
    let here = context.folder.to_owned();
    let is_ours = |root: &PathBuf| {
        let repository = here.ancestors().find(|folder| folder.join(".git").exists());
        repository.is_none_or(|repository| root.starts_with(repository))
    };
    let above = workspace_root(&here).filter(is_ours).filter(|root| *root != here);
    let Some(root) = above.filter(|_| !args.here) else { return Ok(here) };
    let manifest = root.join("Cargo.toml");
    let text = format!(
        "{} stands above this folder; put the packages into {}?",
        manifest.display(),
        way_up(&here, &root)
    );
    if args.workspace
        || context.agrees("workspace", &text, "use that workspace", "--workspace")? == Some(true)
    {
        return Ok(root);
    }
    Err(Error::Usage {
        message: format!("this folder belongs to the workspace of {}", manifest.display()),
        help: Some(
            "make the project there with --workspace, or a workspace of its own here with --here; nothing was written"
                .to_owned(),
        ),
    })
}

/// The way from a folder to one above it: `../..`.
fn way_up(folder: &Path, root: &Path) -> String {
    let steps = folder.strip_prefix(root).map_or(0, |below| below.components().count());
    vec![".."; steps].join("/")
}

/// The folder of a checkout as the packages in `crates` name it: relative when it was given so.
fn checkout(folder: &Path, path: &Path, root: &Path) -> Result<PathBuf, Error> {
    let found = fs::canonicalize(folder.join(path)).ok();
    let found =
        found.filter(|path| path.join("runtime/Cargo.toml").exists()).ok_or_else(|| Error::Usage {
            message: format!("{} is no checkout of strobila", path.display()),
            help: Some("name the folder that holds runtime, derive and generator".to_owned()),
        })?;
    let below = folder.strip_prefix(root).unwrap_or(Path::new(""));
    Ok(if path.is_relative() { Path::new("../..").join(below).join(path) } else { found })
}

struct Work {
    root: PathBuf,
    checkout: Option<PathBuf>,
    made: Vec<String>,
    kept: Vec<String>,
    by_hand: Vec<(String, String)>,
}

impl Work {
    /// Writes a file, or keeps the one that is there.
    fn file(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.root.join(name);
        if let Some(parent) = path.parent() {
            let failed = |source| Error::Io { action: "make", path: parent.to_owned(), source };
            fs::create_dir_all(parent).map_err(failed)?;
        }
        match put_new(&path, text) {
            Ok(()) => self.made.push(name.to_owned()),
            Err(Error::Exists { .. }) => self.kept.push(name.to_owned()),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The workspace's manifest, or what it lacks.
    fn workspace(&mut self) -> Result<(), Error> {
        let name = "Cargo.toml";
        if !self.root.join(name).exists() {
            return self.file(name, files::WORKSPACE);
        }
        self.kept.push(name.to_owned());
        let project = Project::find(&self.root)?;
        // The packages are not there yet, so whether a pattern covers them is tried on its text.
        let text = read(&self.root.join(name))?;
        let manifest: toml::Table = text.parse().unwrap_or_default();
        let members = manifest.get("workspace").and_then(|table| table.get("members")?.as_array().cloned());
        let members: Vec<String> = members
            .unwrap_or_default()
            .iter()
            .filter_map(|member| member.as_str().map(str::to_owned))
            .collect();
        let covers = |folder: &str| members.iter().any(|member| member == folder || member == "crates/*");
        let missing: Vec<String> = ["crates/schema", "crates/db"]
            .into_iter()
            .filter(|folder| !covers(folder))
            .map(|folder| format!("{folder:?}"))
            .collect();
        if !missing.is_empty() {
            self.hand(
                name,
                &format!("[workspace]\nmembers = [{}]    # beside those that are there", missing.join(", ")),
            );
        }
        if project.is_none_or(|project| project.runner.is_none()) {
            self.hand(name, files::METADATA);
        }
        Ok(())
    }

    fn schema(&mut self, module: &str) -> Result<(), Error> {
        if self.keeps("crates/schema") {
            if !self.holds("crates/schema/src/lib.rs", "MODULES") {
                self.hand("crates/schema/src/lib.rs", &files::schema_lib(module));
            }
            return Ok(());
        }
        self.file("crates/schema/Cargo.toml", &files::schema_manifest(self.checkout.as_deref()))?;
        self.file("crates/schema/src/lib.rs", &files::schema_lib(module))?;
        let source = self.root.join("crates/schema/src");
        for path in create(&source, module)? {
            let shown = crate::project::shown(&self.root, &path);
            self.made.push(shown);
        }
        Ok(())
    }

    fn runner(&mut self) -> Result<(), Error> {
        if self.keeps("crates/db") {
            if !self.holds("crates/db/src/main.rs", "strobila_generator::main") {
                self.hand("crates/db/src/main.rs", files::RUNNER_MAIN.trim_end());
            }
            return Ok(());
        }
        self.file("crates/db/Cargo.toml", &files::runner_manifest(self.checkout.as_deref()))?;
        self.file("crates/db/src/main.rs", files::RUNNER_MAIN)
    }

    /// Whether a package is there already; nothing is put into it.
    fn keeps(&mut self, folder: &str) -> bool {
        let is_there = self.root.join(folder).exists();
        if is_there {
            self.kept.push(folder.to_owned());
        }
        is_there
    }

    fn holds(&self, file: &str, text: &str) -> bool {
        fs::read_to_string(self.root.join(file)).is_ok_and(|found| found.contains(text))
    }

    /// The alias `cargo strobila`: appended to a config that has no aliases yet.
    fn alias(&mut self) -> Result<(), Error> {
        let name = ".cargo/config.toml";
        let path = self.root.join(name);
        if !path.exists() {
            return self.file(name, files::ALIAS);
        }
        let text = read(&path)?;
        match text.parse::<toml::Table>() {
            Ok(config) if !config.contains_key("alias") => self.append(name, files::ALIAS),
            Ok(config) if config.get("alias").is_some_and(|alias| alias.get("strobila").is_some()) => {
                self.kept.push(name.to_owned());
                Ok(())
            }
            _ => {
                self.kept.push(name.to_owned());
                self.hand(name, files::ALIAS.trim_end());
                Ok(())
            }
        }
    }

    /// Lines of a file such as `.gitignore`: those that it lacks are appended.
    fn lines(&mut self, name: &str, wanted: &str) -> Result<(), Error> {
        let path = self.root.join(name);
        if !path.exists() {
            return self.file(name, wanted);
        }
        let text = read(&path)?;
        let has = |line: &&str| !text.lines().any(|there| there.trim() == line.trim());
        let missing: Vec<&str> = wanted.lines().filter(|line| !line.starts_with('#')).filter(has).collect();
        if missing.is_empty() {
            self.kept.push(name.to_owned());
            return Ok(());
        }
        self.append(name, &format!("{}\n", missing.join("\n")))
    }

    /// Adds text at the end of a file; what is there stays as it is.
    fn append(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.root.join(name);
        let old = read(&path)?;
        let gap = if old.is_empty() || old.ends_with('\n') { "" } else { "\n" };
        let failed = |source| Error::Io { action: "write", path: path.clone(), source };
        let mut file = fs::OpenOptions::new().append(true).open(&path).map_err(failed)?;
        io::Write::write_all(&mut file, format!("{gap}{text}").as_bytes()).map_err(failed)?;
        self.made.push(format!("{name} (added at the end)"));
        Ok(())
    }

    fn hand(&mut self, file: &str, text: &str) {
        self.by_hand.push((file.to_owned(), text.to_owned()));
    }

    fn told(&self, context: &mut Context<'_>, module: &str) -> Outcome {
        let Paint { good, bold, dim, .. } = context.screen.paint;
        for name in &self.made {
            context.screen.line(format!("{good}made{good:#} {name}"));
        }
        for name in &self.kept {
            context.screen.line(format!("{dim}kept {name}{dim:#}"));
        }
        for (file, text) in &self.by_hand {
            context.screen.line(format!("add to {bold}{file}{bold:#}:"));
            for line in text.lines() {
                context.screen.line(format!("    {line}"));
            }
        }
        context.screen.note(format!(
            "next: describe a table in crates/schema/src/{module}/models.rs, then\n  cargo strobila db:generate {module}\n  cargo strobila db:migrate"
        ));
        let by_hand = self.by_hand.iter().map(|(file, text)| json!({ "file": file, "text": text }));
        Outcome::new(json!({
            "root": self.root,
            "made": self.made,
            "kept": self.kept,
            "by_hand": by_hand.collect::<Value>(),
        }))
    }
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Io { action: "read", path: path.to_owned(), source })
}
