//! A project whose models and migrations change between one command and the next, as if cargo had built
//! it again each time.

mod read;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde_json::Value;
use strobila::{Migration, Migrations, Module};
use strobila_generator::cli::{World, run};
use strobila_generator::config::Variables;
use strobila_generator::questioner::{Nobody, Questioner};
use strobila_generator::write::{listing, render_mod};

pub use read::read;

/// A folder with a config and the modules' migrations.
pub struct Program {
    folder: tempfile::TempDir,
    /// The moment of the next command.
    pub now: DateTime<Utc>,
    /// Name of each module, and the Rust module that holds its models now.
    modules: Vec<(&'static str, String)>,
}

/// What one command did.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: u8,
    /// stdout.
    pub out: String,
    /// stderr.
    pub err: String,
}

impl Ran {
    /// stdout as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Program {
    /// A project without migrations. `modules` are names with the Rust modules of their models.
    ///
    /// # Panics
    /// When the folder cannot be made.
    pub fn new(config: &str, modules: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(folder.path().join("strobila.toml"), config).expect("it can be written");
        for (name, _) in modules {
            let migrations = folder.path().join(name).join("migrations");
            fs::create_dir_all(&migrations).expect("it can be made");
            fs::write(migrations.join("mod.rs"), render_mod([])).expect("it can be written");
        }
        let modules = modules.iter().map(|(name, models)| (*name, (*models).to_owned())).collect();
        let now = "2026-11-20T13:26:00Z".parse().expect("it is a time");
        Program { folder, now, modules }
    }

    /// Gives a module other models.
    ///
    /// # Panics
    /// When there is no such module.
    pub fn models(&mut self, module: &str, models: &str) {
        let found = self.modules.iter_mut().find(|(name, _)| *name == module);
        found.expect("it is one of the modules").1 = models.to_owned();
    }

    /// Takes a module out of those that the program names. Its files stay.
    pub fn without(&mut self, module: &str) {
        self.modules.retain(|(name, _)| *name != module);
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The migrations of a module.
    pub fn migrations(&self, module: &str) -> PathBuf {
        self.path().join(module).join("migrations")
    }

    /// The text of a migration's file.
    ///
    /// # Panics
    /// When there is none.
    pub fn text(&self, module: &str, name: &str) -> String {
        fs::read_to_string(self.migrations(module).join(format!("{name}.rs"))).expect("it is there")
    }

    /// Every file below the folder but databases, with its text.
    ///
    /// # Panics
    /// When one cannot be read.
    pub fn files(&self) -> BTreeSet<(String, String)> {
        let mut files = BTreeSet::new();
        let mut open = vec![self.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("it can be read").flatten() {
                let path = entry.path();
                let name = path.display().to_string();
                match entry.file_type().expect("it has one").is_dir() {
                    true if entry.file_name() != ".git" => open.push(path),
                    false if !name.contains(".db") => {
                        files.insert((name, fs::read_to_string(path).expect("it is text")));
                    }
                    _ => {}
                }
            }
        }
        files
    }

    /// Runs a command on the models and migrations as they are now. What stands in double quotes is one
    /// word, as in a shell.
    pub fn run(&self, line: &str) -> Ran {
        self.run_asking(line, &mut Nobody::default())
    }

    /// As [`run`](Self::run), with somebody to ask.
    ///
    /// # Panics
    /// When it prints what is no text.
    pub fn run_asking(&self, line: &str, questioner: &mut dyn Questioner) -> Ran {
        let mut words = vec![OsString::from("strobila")];
        let mut quoted = false;
        let is_end = |c: char| {
            quoted ^= c == '"';
            c == ' ' && !quoted
        };
        words.extend(line.split(is_end).map(|word| OsString::from(word.replace('"', ""))));
        let modules: Vec<&'static Module> =
            self.modules.iter().map(|(name, models)| self.module(name, models)).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let world = World {
            out: &mut out,
            err: &mut err,
            out_color: false,
            err_color: false,
            err_width: None,
            questioner,
            folder: self.path(),
            variables: &Variables::default(),
            now: self.now,
        };
        let code = run(Some(&modules), words, world);
        let text = |bytes: Vec<u8>| self.plain(&String::from_utf8(bytes).expect("it prints text"));
        Ran { code, out: text(out), err: text(err) }
    }

    /// The transcript of several commands.
    pub fn session(&self, lines: &[&str]) -> String {
        let mut text = String::new();
        for line in lines {
            let ran = self.run(line);
            text.push_str(&format!("$ strobila {line}\n{}", ran.out));
            ran.err.lines().for_each(|line| text.push_str(&format!("! {line}\n")));
            text.push_str(&format!("= {}\n\n", ran.code));
        }
        text
    }

    /// Without this folder's name, and without the other models of the test, which stand in no module.
    fn plain(&self, text: &str) -> String {
        let text = text.replace(&*self.path().to_string_lossy(), "[folder]");
        let lines = text.split_inclusive('\n');
        lines.filter(|line| !line.contains("stands in no module that main names")).collect()
    }

    fn module(&self, name: &'static str, models: &str) -> &'static Module {
        module_in(&self.migrations(name), name, models)
    }
}

/// A module whose migrations are those that stand in a folder now.
///
/// # Panics
/// When one of them is not a migration as `db:generate` writes it.
pub fn module_in(folder: &Path, name: &'static str, models: &str) -> &'static Module {
    let text = |name: &str| fs::read_to_string(folder.join(format!("{name}.rs"))).expect("it is there");
    let listing = listing(folder).unwrap_or_default();
    // What is not listed is not compiled.
    let listed = listing.files.iter().filter(|name| !listing.unlisted.contains(name));
    let list: Vec<&'static Migration<'static>> =
        listed.map(|name| &*Box::leak(Box::new(read(&text(name))))).collect();
    let file = folder.join("mod.rs").display().to_string().leak();
    let migrations = Migrations { list: list.leak(), manifest_dir: "", file };
    let models: &'static str = models.to_owned().leak();
    Box::leak(Box::new(Module {
        name,
        renamed_from: None,
        path: models,
        models,
        migrations: Box::leak(Box::new(migrations)),
        file: "src/mod.rs",
        line: 1,
    }))
}
