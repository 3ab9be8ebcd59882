//! A crate of pulled models: a module for each database, compiled together.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use strobila::schema::Schema;

type Failure = Box<dyn Error + Send + Sync>;

/// A package of its own, outside the workspace. What was built stays in its folder for the next run.
#[derive(Debug)]
pub struct Project {
    folder: PathBuf,
}

/// What became of the modules of a [`Project`].
#[derive(Debug, Default)]
pub struct Built {
    /// What the models of each module say.
    pub models: BTreeMap<String, Schema>,
    /// What rustc or capture says against the other modules.
    pub refused: BTreeMap<String, String>,
}

impl Project {
    /// A package without modules in `folder`; modules of a run before are taken out.
    ///
    /// # Errors
    /// What the file system says.
    pub fn new(folder: &Path) -> io::Result<Self> {
        let project = Project { folder: folder.to_owned() };
        if project.source().exists() {
            fs::remove_dir_all(project.source())?;
        }
        fs::create_dir_all(project.source())?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it stands in the workspace");
        let manifest = format!(
            "[package]\nname = \"pulled\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[profile.dev]\ndebug = false\n\n\
             [dependencies]\nchrono = \"*\"\nrust_decimal = \"*\"\nserde_json = \"*\"\nuuid = \"*\"\n\
             strobila = {{ path = {:?}, default-features = false, features = [\"uuid\", \"chrono\", \"decimal\", \"json\"] }}\n",
            root.join("runtime")
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        // The versions that the workspace is tested with.
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(project)
    }

    /// Where its modules are: a folder for each.
    pub fn source(&self) -> PathBuf {
        self.folder.join("src")
    }

    /// Where the package is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Compiles these modules as one crate and asks it what their models say. A module that does not compile is
    /// left out, and the others are compiled again.
    ///
    /// # Errors
    /// When cargo cannot be run, or fails for a reason that is no module's.
    pub fn build(&self, modules: &[String]) -> Result<Built, Failure> {
        let mut built = Built::default();
        let mut left: BTreeSet<&str> = modules.iter().map(String::as_str).collect();
        while !left.is_empty() {
            fs::write(self.source().join("main.rs"), program(&left))?;
            let refused = self.compile()?;
            if refused.is_empty() {
                break;
            }
            left.retain(|module| !refused.contains_key(*module));
            built.refused.extend(refused);
        }
        if left.is_empty() {
            return Ok(built);
        }
        let output = self.cargo(&["run", "--quiet"])?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        for line in String::from_utf8(output.stdout)?.lines() {
            match serde_json::from_str(line)? {
                (module, Some(models), _) => drop(built.models.insert(module, models)),
                (module, None, mistakes) => {
                    let mistakes: Option<String> = mistakes;
                    built.refused.insert(module, mistakes.unwrap_or_else(|| "it has no model".to_owned()));
                }
            }
        }
        Ok(built)
    }

    /// The modules that rustc refuses, with the first that it says of each.
    fn compile(&self) -> Result<BTreeMap<String, String>, Failure> {
        let output = self.cargo(&["build", "--message-format", "json"])?;
        let mut refused = BTreeMap::new();
        if output.status.success() {
            return Ok(refused);
        }
        for line in String::from_utf8(output.stdout)?.lines() {
            let message: Value = serde_json::from_str(line)?;
            let message = &message["message"];
            if message["level"] != "error" {
                continue;
            }
            let spans = message["spans"].as_array().into_iter().flatten();
            let files = spans.filter_map(|span| span["file_name"].as_str());
            let module = files.filter_map(|file| file.strip_prefix("src/")?.split_once('/')).next();
            if let Some((module, _)) = module {
                let text = message["rendered"].as_str().unwrap_or_default();
                refused.entry(module.to_owned()).or_insert_with(|| text.to_owned());
            }
        }
        match refused.is_empty() {
            true => Err(String::from_utf8_lossy(&output.stderr).into()),
            false => Ok(refused),
        }
    }

    fn cargo(&self, words: &[&str]) -> io::Result<Output> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(words).current_dir(&self.folder).env("CARGO_TARGET_DIR", self.folder.join("target"));
        // What the workspace's own build is run with is not for this one.
        for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
            command.env_remove(variable);
        }
        command.output()
    }
}

/// A program that prints a line for each module: its name, its schema, the mistakes that capture finds.
fn program(modules: &BTreeSet<&str>) -> String {
    let mut text = String::from("#![deny(warnings)]\n\n");
    for module in modules {
        text.push_str(&format!("pub mod {module};\n"));
    }
    text.push_str("\nfn main() {\n    let modules: &[&'static strobila::Module] = &[\n");
    for module in modules {
        text.push_str(&format!("        &{module}::MODULE,\n"));
    }
    text.push_str(
        "    ];
    for module in modules {
        let line = match strobila::model::capture(&[module]) {
            Ok(found) => serde_json::json!([module.name, found.modules.get(module.name), null]),
            Err(mistakes) => {
                let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
                serde_json::json!([module.name, null, mistakes.join(\"\\n\")])
            }
        };
        println!(\"{line}\");
    }
}
",
    );
    text
}
