//! A Cargo workspace as its manifests tell it: its packages, and which of them runs the migrations.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use strobila::model::Place;

use crate::Error;
use crate::config::workspace_root;

/// A Cargo workspace, or a package on its own.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its root.
    pub root: PathBuf,
    /// The package that runs the migrations, as the manifest names it.
    pub runner: Option<String>,
    /// The package that holds the modules, as the manifest names it.
    pub modules: Option<String>,
    /// The packages, sorted by name.
    pub packages: Vec<Package>,
}

/// A package of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// Whether it depends on `strobila`.
    pub has_models: bool,
}

impl Project {
    /// The project around `folder`; none when no manifest stands in it or above it.
    ///
    /// # Errors
    /// [`Error::NoProject`] for a manifest that does not parse.
    pub fn find(folder: &Path) -> Result<Option<Project>, Error> {
        let Some(root) = workspace_root(folder) else { return Ok(None) };
        let manifest = manifest(&root)?;
        let workspace = manifest.get("workspace").and_then(toml::Value::as_table);
        let package = manifest.get("package").and_then(toml::Value::as_table);
        let metadata = [workspace, package].into_iter().flatten();
        let metadata: Vec<&toml::Value> =
            metadata.filter_map(|table| table.get("metadata")?.get("strobila")).collect();
        let word = |key: &str| metadata.iter().find_map(|table| table.get(key)?.as_str()).map(str::to_owned);
        let mut folders = BTreeSet::from([root.clone()]);
        let list =
            |key: &str| workspace.and_then(|table| table.get(key)?.as_array().cloned()).unwrap_or_default();
        for pattern in list("members").iter().filter_map(toml::Value::as_str) {
            folders.extend(matching(&root, pattern));
        }
        for pattern in list("exclude").iter().filter_map(toml::Value::as_str) {
            folders.remove(&root.join(pattern));
        }
        let mut packages: Vec<Package> = folders.iter().filter_map(|folder| read(folder)).collect();
        packages.sort();
        Ok(Some(Project { root, runner: word("package"), modules: word("modules"), packages }))
    }

    /// The package of that name.
    pub fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }

    /// Every `migrations` folder of packages that depend on `strobila`, sorted.
    pub fn migration_folders(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for package in self.packages.iter().filter(|package| package.has_models) {
            search(&package.folder.join("src"), &mut found);
        }
        found.sort();
        found
    }

    /// A path as messages name it: relative to the root.
    pub fn shown(&self, path: &Path) -> String {
        shown(&self.root, path)
    }
}

/// A path relative to `root` where it lies below, with forward slashes.
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string().replace('\\', "/")
}

fn manifest(folder: &Path) -> Result<toml::Table, Error> {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|source| Error::Io { action: "read", path, source })?;
    text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Error::NoProject {
            message: format!("Cargo.toml does not parse: {}", error.message()),
            place: Some(Place { file: "Cargo.toml".to_owned(), line, what: "this line".to_owned() }),
            help: "correct it; cargo must be able to read it too".to_owned(),
        }
    })
}

fn read(folder: &Path) -> Option<Package> {
    let manifest = manifest(folder).ok()?;
    let name = manifest.get("package")?.get("name")?.as_str()?.to_owned();
    let depends = |table: &toml::Value| table.as_table().is_some_and(|table| table.contains_key("strobila"));
    let has_models = manifest.get("dependencies").is_some_and(depends);
    Some(Package { name, folder: folder.to_owned(), has_models })
}

/// The folders that a pattern of `members` names; `*` stands for any text within one name.
fn matching(root: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut folders = vec![root.to_owned()];
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        folders = match part.split_once('*') {
            None => folders.into_iter().map(|folder| folder.join(part)).collect(),
            Some((start, end)) => folders.iter().flat_map(|folder| children(folder, start, end)).collect(),
        };
    }
    folders.retain(|folder| folder.join("Cargo.toml").is_file());
    folders
}

fn children(folder: &Path, start: &str, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let fits =
        |name: &str| name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end);
    entries.filter(|entry| entry.file_name().to_str().is_some_and(fits)).map(|entry| entry.path()).collect()
}

fn search(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        // A link may lead out of the package, or around in a circle.
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let path = entry.path();
        if entry.file_name() == "migrations" && is_ours(&path) {
            found.push(path);
        } else {
            search(&path, found);
        }
    }
}

/// Whether a folder named `migrations` is one of ours, and not that of another tool.
fn is_ours(folder: &Path) -> bool {
    let list = fs::read(folder.join("mod.rs")).unwrap_or_default();
    list.windows(11).any(|window| window == b"migrations!")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    #[test]
    fn packages_and_their_migrations_are_found_from_anywhere_inside() {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let root = root.path();
        put(
            root,
            "Cargo.toml",
            "[workspace]\nmembers = [\"crates/*\", \"tool\"]\nexclude = [\"crates/out\"]\n[workspace.metadata.strobila]\npackage = \"db\"\n",
        );
        put(
            root,
            "crates/schema/Cargo.toml",
            "[package]\nname = \"schema\"\n[dependencies]\nstrobila = \"1\"\n",
        );
        put(root, "crates/out/Cargo.toml", "[package]\nname = \"out\"\n");
        put(root, "tool/Cargo.toml", "[package]\nname = \"db\"\n");
        put(root, "crates/schema/src/blog/migrations/mod.rs", "strobila::migrations! {}\n");
        put(root, "crates/schema/src/other/migrations/mod.rs", "// another tool's\n");
        let project =
            Project::find(&root.join("crates/schema/src")).expect("it parses").expect("there is one");
        assert_eq!(project.root, root);
        assert_eq!(project.runner.as_deref(), Some("db"));
        let names: Vec<&str> = project.packages.iter().map(|package| package.name.as_str()).collect();
        assert_eq!(names, ["db", "schema"]);
        assert_eq!(project.migration_folders(), [root.join("crates/schema/src/blog/migrations")]);
    }
}
