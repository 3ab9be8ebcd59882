//! What models and migration files cost rustc: `cargo check` of crates that are written for it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use strobila::Target;
use strobila::schema::{Column, Name, PrimaryKey, Schema, Table as SchemaTable, Type};
use strobila_generator::diff::Renames;
use strobila_generator::emit::emit;
use strobila_generator::write::render_mod;
use strobila_tests::planning::Change;

use crate::chain::names;
use crate::table::Table;
use crate::{Failure, cpu};

const STRUCTS: usize = 1000;
const PACKAGES: [&str; 5] = ["plain", "serialize", "model", "files_500", "files_1000"];

/// Measures what rustc needs for models and for migration files.
pub(crate) fn report(table: &mut Table) -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the package has a workspace")?;
    let folder = tempfile::tempdir()?;
    let project = Project { folder: folder.path(), target: root.join("target/bench") };
    project.make(root)?;
    // What they depend on is compiled now, and not measured.
    project.check(&PACKAGES)?;
    project.write("plain", &structs("Clone"))?;
    project.write("serialize", &structs("Clone, serde::Serialize"))?;
    project.write("model", &structs("Clone, strobila::Model"))?;
    let [plain, serialize, model] = ["plain", "serialize", "model"].map(|name| project.least(name));
    let (plain, serialize, model) = (plain?, serialize?, model?);
    table.times(
        "derive(Model) / derive(serde::Serialize), 1,000 structs",
        model - plain,
        serialize - plain,
        Some(0.7),
    );
    project.files("files_500", 500)?;
    project.files("files_1000", 1000)?;
    let (half, whole) = (project.least("files_500")?, project.least("files_1000")?);
    table.limit("cargo check of 1,000 migration files", whole, "s", 3.0);
    table.times("1,000 migration files / 500", whole, half, Some(2.2));
    Ok(())
}

/// A workspace with a package for each thing that is measured.
struct Project<'a> {
    folder: &'a Path,
    target: PathBuf,
}

impl Project<'_> {
    fn make(&self, root: &Path) -> Result<(), Failure> {
        let members = PACKAGES.map(|name| format!("{name:?}")).join(", ");
        let runtime = root.join("runtime").display().to_string();
        let workspace = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[workspace.dependencies]\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n\
             strobila = {{ path = {runtime:?}, default-features = false }}\n"
        );
        fs::write(self.folder.join("Cargo.toml"), workspace)?;
        fs::copy(root.join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        for name in PACKAGES {
            let manifest = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\nserde.workspace = true\nstrobila.workspace = true\n"
            );
            fs::create_dir_all(self.folder.join(name).join("src/migrations"))?;
            fs::write(self.folder.join(name).join("Cargo.toml"), manifest)?;
            self.write(name, "")?;
        }
        Ok(())
    }

    fn write(&self, package: &str, text: &str) -> Result<(), Failure> {
        Ok(fs::write(self.folder.join(package).join("src/lib.rs"), text)?)
    }

    /// Writes so many migration files, their list and the module around them.
    fn files(&self, package: &str, count: usize) -> Result<(), Failure> {
        let source = self.folder.join(package).join("src");
        let names = names(count);
        let mut after = None;
        for (at, name) in names.iter().enumerate() {
            fs::write(source.join(format!("migrations/{name}.rs")), migration(at, name, after.as_deref())?)?;
            after = Some(name.clone());
        }
        fs::write(source.join("migrations/mod.rs"), render_mod(names.iter().map(String::as_str)))?;
        self.write(package, "mod migrations;\nstrobila::module!(\"files\");\n")
    }

    /// The least CPU time of three checks of one package, in seconds, cargo's own included.
    fn least(&self, package: &str) -> Result<f64, Failure> {
        let mut least = f64::INFINITY;
        let file = self.folder.join(package).join("src/lib.rs");
        for _ in 0..3 {
            let text = fs::read(&file)?;
            fs::write(&file, text)?;
            let before = cpu::children()?;
            self.check(&[package])?;
            least = least.min((cpu::children()? - before).as_secs_f64());
        }
        Ok(least)
    }

    fn check(&self, packages: &[&str]) -> Result<(), Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["check", "--quiet"]).current_dir(self.folder);
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0");
        command.env("RUSTFLAGS", "-A warnings");
        command.args(packages.iter().flat_map(|package| ["--package", package]));
        match command.status()?.success() {
            true => Ok(()),
            false => Err(format!("cargo check of {packages:?} failed").into()),
        }
    }
}

/// Structs of ten fields with this derive.
fn structs(derive: &str) -> String {
    let mut text = String::new();
    let is_model = derive.contains("Model");
    let key = if is_model { "#[column(primary_key)] " } else { "" };
    for at in 0..STRUCTS {
        let _ = write!(
            text,
            "/// One of many.\n#[derive({derive})]\npub struct Table{at:05} {{\n    {key}pub id: i64,\n    \
             pub email: String,\n    pub name: String,\n    pub bio: Option<String>,\n    pub rank: i64,\n    \
             pub active: bool,\n    pub version: i32,\n    pub score: f64,\n    pub seen: Option<i64>,\n    \
             pub note: Option<String>,\n}}\n\n"
        );
    }
    text
}

/// A migration file as it is generated for both databases: a new table.
fn migration(at: usize, name: &str, after: Option<&str>) -> Result<String, Failure> {
    let column = |name: &str, ty| Column::new(name, ty);
    let mut table = SchemaTable::new(Name::new(format!("small_{at:05}")));
    table.columns = vec![column("id", Type::BigInt), column("name", Type::Text)];
    table.primary_key = Some(PrimaryKey {
        name: format!("small_{at:05}_pkey"),
        columns: vec!["id".to_owned()],
        ..PrimaryKey::default()
    });
    let mut next = Schema::default();
    next.insert(table);
    let prev = Schema::default();
    let change =
        Change { prev: &prev, next: &next, renames: &Renames::default(), fills: &Default::default() };
    let drafts = change.draft_for(&[Target::Postgres, Target::Sqlite])?;
    let mut draft = drafts.map(|(_, draft)| draft).ok_or("a new table makes a migration")?;
    name.clone_into(&mut draft.name);
    draft.after = after.map(str::to_owned);
    Ok(emit(&draft))
}
