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

/// The folder that this program was built from.
const SOURCE: &str = env!("CARGO_MANIFEST_DIR");

/// The flags of `init`.
#[derive(Debug, Clone, Default, Args)]
pub struct InitArgs {
    /// The first module's name
    #[arg(value_name = "MODULE", default_value = "app")]
    pub module: String,
    /// Depend on the checkout of strobila in this folder [default: the one that this program was built from]
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
    let mut work = Work {
        root: root.clone(),
        is_told: checkout.is_some(),
        checkout: checkout.or_else(own_checkout),
        made: Vec::new(),
        kept: Vec::new(),
        by_hand: Vec::new(),
        is_stale: false,
    };
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

/// Whether this program came from a registry, as `cargo install strobila-generator` gets it.
fn is_published() -> bool {
    SOURCE.replace('\\', "/").contains("/registry/src/")
}

/// The checkout that this program was built from, as long as it is there.
fn own_checkout() -> Option<PathBuf> {
    let root = Path::new(SOURCE).parent().filter(|_| !is_published())?;
    root.join("runtime/Cargo.toml").exists().then(|| root.to_owned())
}

struct Work {
    root: PathBuf,
    checkout: Option<PathBuf>,
    /// Whether `--path` names the checkout.
    is_told: bool,
    made: Vec<String>,
    kept: Vec<String>,
    by_hand: Vec<(String, String)>,
    /// Whether a package that is kept depends on something else than `--path` names.
    is_stale: bool,
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
            self.depends("crates/schema/Cargo.toml", "strobila", "runtime");
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
            self.depends("crates/db/Cargo.toml", "strobila-generator", "generator");
            return Ok(());
        }
        self.file("crates/db/Cargo.toml", &files::runner_manifest(self.checkout.as_deref()))?;
        self.file("crates/db/src/main.rs", files::RUNNER_MAIN)
    }

    /// Lists the dependency that a package lacks, or that is not what `--path` names.
    fn depends(&mut self, manifest: &str, name: &str, folder: &str) {
        let parsed = |text: String| text.parse::<toml::Table>().ok();
        let Some(found) = read(&self.root.join(manifest)).ok().and_then(parsed) else { return };
        let found = found.get("dependencies").and_then(|table| table.get(name));
        let line = format!("{name} = {}", files::dependency(self.checkout.as_deref(), folder));
        let wanted = parsed(line.clone()).and_then(|table| table.get(name).cloned());
        match found {
            Some(found) if !self.is_told || wanted.as_ref() == Some(found) => {}
            Some(_) => {
                self.is_stale = true;
                self.hand(
                    manifest,
                    &format!("[dependencies]\n{line}    # in the place of the line that is there"),
                );
            }
            None => self.hand(manifest, &format!("[dependencies]\n{line}")),
        }
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

    /// Says where our crates come from, as far as that is not what a person expects.
    fn told_of_crates(&self, context: &mut Context<'_>) {
        if self.is_stale {
            context.screen.warn("--path changed nothing, since the packages are there: edit the lines above");
        }
        let is_new = self.made.iter().any(|name| name == "crates/schema/Cargo.toml");
        if !is_new || self.is_told {
            return;
        }
        match &self.checkout {
            Some(checkout) => context.screen.note(format!(
                "the packages depend on the checkout that this program was built from, {}; where it lies elsewhere, \
                 edit crates/schema/Cargo.toml and crates/db/Cargo.toml, or begin with init --path CHECKOUT",
                checkout.display()
            )),
            None if is_published() => {}
            None => context.screen.warn(format!(
                "the packages ask for strobila {}, and this program was built from a checkout that is gone: if cargo \
                 finds no such package, write {{ path = \"CHECKOUT/runtime\" }} in crates/schema/Cargo.toml and \
                 {{ path = \"CHECKOUT/generator\" }} in crates/db/Cargo.toml",
                env!("CARGO_PKG_VERSION")
            )),
        }
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
        self.told_of_crates(context);
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
