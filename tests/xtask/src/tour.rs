//! `cargo tour`: the main job from nothing, in a temporary copy of `examples/quickstart`.

use std::env;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::cargo;

const MODELS: &str = "crates/schema/src/blog/models.rs";
const MIGRATIONS: &str = "crates/schema/src/blog/migrations";

/// Runs the tour. The copy is removed on every path; what it builds stays in our own target directory.
pub(crate) fn run(root: &Path) -> Result<bool, String> {
    let copy = Copy::make(root)?;
    let tour = Tour { root, folder: &copy.folder };
    tour.take()?;
    Ok(true)
}

struct Tour<'a> {
    root: &'a Path,
    folder: &'a Path,
}

impl Tour<'_> {
    fn take(&self) -> Result<(), String> {
        say("A small blog: authors and their posts, as Rust structs. This is its model of an author:");
        self.show(MODELS, "pub struct Author", "}")?;
        say(
            "Building the tool, the first time with all it needs (drivers of three databases among it): minutes, the more \
             the fewer cores are free. It is kept in target/tour.",
        );
        self.build()?;

        say("There is no migration yet. The first one comes from comparing the models with nothing:");
        self.strobila("db:generate blog --name \"the first tables\"")?;
        say("What a reviewer reads in the pull request:");
        let first = self.newest()?;
        self.show(&first, "", "const OPERATIONS")?;

        say("Run what is pending, and see where the database stands:");
        self.strobila("db:migrate")?;
        self.strobila("db:status")?;

        say("Now a field gets a better name:");
        self.rename_field("    pub name: String,", "    pub full_name: String,")?;
        say("Dropped and added, or renamed? Nobody is guessing: without an answer nothing is written.");
        self.refused("db:generate blog")?;
        self.strobila("db:generate blog --rename author.name=full_name")?;
        let second = self.newest()?;
        self.show(&second, "pub const MIGRATION", "const OPERATIONS")?;

        self.strobila("db:migrate")?;
        self.strobila("db:status")?;
        say("And back again, the last one of the module:");
        self.strobila("db:rollback blog")?;
        self.strobila("db:status")?;
        say(
            "That was all of it. Your turn: the section First use of the README begins with a project of your own.",
        );
        Ok(())
    }

    fn build(&self) -> Result<(), String> {
        let mut command = cargo();
        command.args(["build", "--quiet", "--package", "db"]);
        self.prepare(&mut command);
        expect_in_time(&mut command, "cargo build --package db")
    }

    /// Runs a command as a person types it.
    fn strobila(&self, words: &str) -> Result<(), String> {
        expect(&mut self.command(words), words)
    }

    /// Runs a command that should stop because a decision is missing.
    fn refused(&self, words: &str) -> Result<(), String> {
        let mut command = self.command(words);
        // Whoever sits at the terminal is not asked: the tour answers with a flag afterwards.
        let status = command.stdin(Stdio::null()).status().map_err(|error| cannot_run(words, &error))?;
        match status.code() {
            Some(5) => Ok(()),
            _ => Err(format!("`cargo strobila {words}` should end with exit code 5, but: {status}")),
        }
    }

    fn command(&self, words: &str) -> Command {
        println!("{}", bold(&format!("$ cargo strobila {words}")));
        let mut command = cargo();
        command.arg("strobila").args(split(words));
        self.prepare(&mut command);
        command
    }

    fn prepare(&self, command: &mut Command) {
        command.current_dir(self.folder).env("CARGO_TARGET_DIR", self.root.join("target/tour"));
        // What a developer has set for a project of their own is not for the tour.
        for variable in ["DATABASE_URL", "STROBILA_ENV", "STROBILA_DATABASE"] {
            command.env_remove(variable);
        }
    }

    /// Prints a file from the line that begins with `from` to the one before `until`, or the `}` itself.
    fn show(&self, file: &str, from: &str, until: &str) -> Result<(), String> {
        println!("{}", bold(&format!("$ cat {file}")));
        let text = self.read(file)?;
        let mut lines = text.lines().skip_while(|line| !line.starts_with(from)).peekable();
        while let Some(line) = lines.next_if(|line| !line.starts_with(until) || until == "}") {
            println!("{line}");
            if until == "}" && line == until {
                break;
            }
        }
        if lines.peek().is_some() {
            println!("…");
        }
        println!();
        Ok(())
    }

    fn rename_field(&self, before: &str, after: &str) -> Result<(), String> {
        let text = self.read(MODELS)?;
        if text.matches(before).count() != 1 {
            return Err(format!("{MODELS} of the quickstart has no single line `{before}`"));
        }
        let path = self.folder.join(MODELS);
        fs::write(&path, text.replacen(before, after, 1)).map_err(|error| cannot("write", &path, &error))?;
        println!("{}", bold(&format!("$ $EDITOR {MODELS}")));
        println!("-{before}\n+{after}\n");
        Ok(())
    }

    /// The migration with the greatest name.
    fn newest(&self) -> Result<String, String> {
        let path = self.folder.join(MIGRATIONS);
        let entries = fs::read_dir(&path).map_err(|error| cannot("read", &path, &error))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let newest = names.filter(|name| name.starts_with("Migration")).max();
        newest.map(|name| format!("{MIGRATIONS}/{name}")).ok_or("no migration was written".to_owned())
    }

    fn read(&self, file: &str) -> Result<String, String> {
        let path = self.folder.join(file);
        fs::read_to_string(&path).map_err(|error| cannot("read", &path, &error))
    }
}

/// A copy of the quickstart that is removed when it goes out of scope.
struct Copy {
    folder: PathBuf,
}

impl Copy {
    fn make(root: &Path) -> Result<Copy, String> {
        let folder = env::temp_dir().join(format!("strobila-tour-{}", std::process::id()));
        let copy = Copy { folder };
        copy_folder(&root.join("examples/quickstart"), &copy.folder, root)?;
        // The versions that the workspace is tested with.
        let (lock, to) = (root.join("Cargo.lock"), copy.folder.join("Cargo.lock"));
        fs::copy(&lock, &to).map_err(|error| cannot("copy", &lock, &error))?;
        Ok(copy)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // A folder in the temporary directory does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Copies a folder; paths to our own crates in manifests become absolute.
fn copy_folder(from: &Path, to: &Path, root: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| cannot("make", to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| cannot("read", from, &error))? {
        let entry = entry.map_err(|error| cannot("read", from, &error))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let name = entry.file_name();
        if path.is_dir() {
            if name != "target" {
                copy_folder(&path, &target, root)?;
            }
        } else if name == "Cargo.toml" {
            let text = fs::read_to_string(&path).map_err(|error| cannot("read", &path, &error))?;
            let text = text.replace("../../../../", &format!("{}/", root.display()));
            fs::write(&target, text).map_err(|error| cannot("write", &target, &error))?;
        } else if path.extension().is_none_or(|extension| extension != "db") && name != "Cargo.lock" {
            fs::copy(&path, &target).map_err(|error| cannot("copy", &path, &error))?;
        }
    }
    Ok(())
}

fn expect(command: &mut Command, words: &str) -> Result<(), String> {
    let status = command.status().map_err(|error| cannot_run(words, &error))?;
    println!();
    if status.success() { Ok(()) } else { Err(format!("`{words}`: {status}")) }
}

/// The same for what takes minutes and says nothing: how long it has been running, twice a minute.
fn expect_in_time(command: &mut Command, words: &str) -> Result<(), String> {
    let begun = Instant::now();
    let mut told = 0;
    let mut child = command.spawn().map_err(|error| cannot_run(words, &error))?;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|error| cannot_run(words, &error))? {
            break status;
        }
        thread::sleep(Duration::from_millis(200));
        let seconds = begun.elapsed().as_secs();
        if seconds >= told + 30 {
            told = seconds;
            println!("still building, for {seconds} s now");
        }
    };
    println!("built in {} s\n", begun.elapsed().as_secs());
    if status.success() { Ok(()) } else { Err(format!("`{words}`: {status}")) }
}

/// Words as a shell would split them; only double quotes are known.
fn split(words: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (at, part) in words.split('"').enumerate() {
        if at % 2 == 1 {
            out.push(part.to_owned());
        } else {
            out.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    out
}

fn say(text: &str) {
    println!("# {text}\n");
}

fn bold(text: &str) -> String {
    let plain = env::var_os("NO_COLOR").is_some() || !io::stdout().is_terminal();
    if plain { text.to_owned() } else { format!("\x1b[1m{text}\x1b[0m") }
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}

fn cannot_run(words: &str, error: &io::Error) -> String {
    format!("cannot run `{words}`: {error}")
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn words_are_split_as_a_shell_does() {
        assert_eq!(split("a --name \"b c\" d"), ["a", "--name", "b c", "d"]);
    }
}
