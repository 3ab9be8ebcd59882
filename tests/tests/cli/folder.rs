//! A folder in which the launcher is run.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Folder { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("it is there")
    }

    pub(crate) fn run(&self, line: &str) -> Run {
        self.run_in("", line)
    }

    pub(crate) fn run_words(&self, words: &[&str]) -> Run {
        self.run_os(&words.iter().map(OsStr::new).collect::<Vec<_>>())
    }

    pub(crate) fn run_os(&self, words: &[&OsStr]) -> Run {
        finished(self.command("").args(words))
    }

    pub(crate) fn run_in(&self, below: &str, line: &str) -> Run {
        finished(self.command(below).args(line.split(' ')))
    }

    /// The transcript of several commands, with this folder's name taken out.
    pub(crate) fn session(&self, lines: &[&str]) -> String {
        self.session_in("", lines)
    }

    pub(crate) fn session_in(&self, below: &str, lines: &[&str]) -> String {
        let mut text = String::new();
        for line in lines {
            let run = self.run_in(below, line);
            text.push_str(&format!("$ strobila {line}\n{}", run.out));
            for line in run.err.lines() {
                text.push_str(&format!("! {line}\n"));
            }
            text.push_str(&format!("= {}\n\n", run.code));
        }
        without_checkout(&text.replace(&*self.path().to_string_lossy(), "[folder]"))
    }

    /// Every file with its text, sorted.
    pub(crate) fn files(&self) -> String {
        let mut paths = Vec::new();
        collect(self.path(), &mut paths);
        paths.sort();
        let each = paths.iter().map(|path| {
            let name = path.strip_prefix(self.path()).expect("it is below").display().to_string();
            format!("==== {name}\n{}", fs::read_to_string(path).expect("it is text"))
        });
        without_checkout(&each.collect::<String>())
    }

    /// What bash offers after these words, split as readline splits them at a colon.
    pub(crate) fn complete(&self, words: &str) -> String {
        let list: Vec<String> = words.split(' ').map(|word| format!("'{word}'")).collect();
        let last = list.len() - 1;
        // A shell that does not split at a colon hands the word over whole.
        let whole = words.split(' ').any(|word| word.len() > 1 && word.contains(':'));
        let breaks = if whole { "COMP_WORDBREAKS=${COMP_WORDBREAKS//:}" } else { "" };
        let program = format!(
            "{breaks}\nsource ./strobila.bash\nCOMP_WORDS=({})\nCOMP_CWORD={last}\n\
             _strobila strobila \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{last}-1]}}\"\necho \"${{COMPREPLY[*]}}\"\n",
            list.join(" ")
        );
        let output = Command::new("bash")
            .args(["--norc", "-c", &program])
            .current_dir(self.path())
            .output()
            .expect("bash can be started");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(crate) fn command(&self, below: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_launcher"));
        command.current_dir(self.path().join(below)).stdin(Stdio::null());
        for name in
            ["DATABASE_URL", "STROBILA_ENV", "NO_COLOR", "CLICOLOR_FORCE", "RUSTFLAGS", "CARGO_TARGET_DIR"]
        {
            command.env_remove(name);
        }
        command.env("CARGO_TERM_COLOR", "never").env("CARGO_NET_OFFLINE", "true");
        command
    }
}

/// Takes the name of our own folder out.
fn without_checkout(text: &str) -> String {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a folder");
    text.replace(&*checkout.to_string_lossy(), "[checkout]")
}

fn finished(command: &mut Command) -> Run {
    let output = command.output().expect("it can be started");
    Run {
        code: output.status.code().expect("no signal ended it"),
        out: String::from_utf8(output.stdout).expect("it prints text"),
        err: String::from_utf8(output.stderr).expect("it prints text"),
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path);
        }
    }
}
