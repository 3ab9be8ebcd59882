//! A folder for the project that asks.

use std::fs;
use std::path::Path;
use std::process::Command;

use strobila_tests::asking::Stage;

pub(crate) struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// A project with the files of a stage.
    pub(crate) fn new(stage: Stage, config: &str) -> Self {
        let project = Project { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        fs::create_dir(project.path().join("migrations")).expect("it can be made");
        fs::write(project.path().join("strobila.toml"), config).expect("it can be written");
        project.put(stage);
        project
    }

    /// Puts the files of a stage in place of those that are there.
    pub(crate) fn put(&self, stage: Stage) {
        let migrations = self.path().join("migrations");
        for entry in fs::read_dir(&migrations).expect("it can be read") {
            fs::remove_file(entry.expect("it can be read").path()).expect("it can be removed");
        }
        for (name, text) in stage.files() {
            fs::write(migrations.join(format!("{name}.rs")), text).expect("it can be written");
        }
        let list = strobila_generator::write::render_mod(stage.files().iter().map(|(name, _)| *name));
        fs::write(migrations.join("mod.rs"), list).expect("it can be written");
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, stage: Stage, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_asking_db"));
        command.args(line.split(' ')).current_dir(self.path()).env("ASKING_STAGE", stage.word());
        for name in ["DATABASE_URL", "STROBILA_ENV", "NO_COLOR", "CLICOLOR_FORCE", "USER", "RUST_LOG"] {
            command.env_remove(name);
        }
        command
    }

    /// Every file of the migrations with its text, sorted.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let entries = fs::read_dir(self.path().join("migrations")).expect("it can be read");
        let each = entries.map(|entry| {
            let path = entry.expect("it can be read").path();
            let name = path.file_name().expect("it has one").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("it is text"))
        });
        let mut files: Vec<_> = each.collect();
        files.sort();
        files
    }

    /// The text of the newest migration, under the name that the stage gives it.
    pub(crate) fn newest(&self, stage: Stage) -> String {
        let files = self.files();
        let (file, text) =
            files.iter().rev().find(|(name, _)| name.starts_with("Migration")).expect("it is written");
        let (name, _) = stage.files().last().expect("it has one");
        text.replace(file.trim_end_matches(".rs"), name)
    }
}
