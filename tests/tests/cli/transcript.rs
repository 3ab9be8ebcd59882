//! Runs the program of the small project in a folder of its own and writes down what it prints.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

#[path = "settled.rs"]
mod settled;

use settled::settled;

/// A folder with a config.
pub(crate) struct Project {
    folder: tempfile::TempDir,
    program: &'static str,
}

/// What one command did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// stdout as one JSON object.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Project {
    pub(crate) fn new(config: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join("strobila.toml"), config).expect("it can be written");
        Project { folder, program: env!("CARGO_BIN_EXE_demo_db") }
    }

    /// The same with the project whose names are swapped.
    pub(crate) fn decided(config: &str) -> Self {
        Project { program: env!("CARGO_BIN_EXE_decided_db"), ..Project::new(config) }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, line: &str) -> Run {
        self.run_with(line, &[])
    }

    pub(crate) fn run_with(&self, line: &str, variables: &[(&str, &str)]) -> Run {
        let output = self.command(line).envs(variables.iter().copied()).output().expect("it can be started");
        Run {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).expect("it prints text"),
            err: String::from_utf8(output.stderr).expect("it prints text"),
        }
    }

    /// Runs with a stdout that nobody reads.
    pub(crate) fn run_without_reader(&self, line: &str) -> Run {
        let (reader, writer) = std::io::pipe().expect("a pipe can be made");
        drop(reader);
        let child =
            self.command(line).stdout(writer).stderr(Stdio::piped()).spawn().expect("it can be started");
        let output = child.wait_with_output().expect("it ends");
        Run {
            code: output.status.code().expect("no signal ended it"),
            out: String::new(),
            err: String::from_utf8(output.stderr).expect("it prints text"),
        }
    }

    /// The transcript of several commands, with times and this folder's name taken out.
    pub(crate) fn session(&self, lines: &[&str]) -> String {
        let mut text = String::new();
        for line in lines {
            let run = self.run(line);
            text.push_str(&format!("$ strobila {line}\n{}", run.out));
            for line in run.err.lines() {
                text.push_str(&format!("! {line}\n"));
            }
            text.push_str(&format!("= {}\n\n", run.code));
        }
        settled(&text.replace(&*self.folder.path().to_string_lossy(), "[folder]"))
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(self.program);
        command.args(line.split(' ')).current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["DATABASE_URL", "STROBILA_ENV", "NO_COLOR", "CLICOLOR_FORCE", "USER"] {
            command.env_remove(name);
        }
        command
    }
}
