//! A project, its branches, and what a merge makes of their files.

use std::collections::BTreeMap;
use std::fs;

use strobila_tests::program::{Program, Ran};

pub(crate) const FIRST: &str = "Migration202611201326";

pub(crate) fn models(name: &str) -> String {
    format!("{}::{name}", module_path!().replace("branches", "models"))
}

pub(crate) fn done(program: &Program, line: &str) -> Ran {
    let ran = program.run(line);
    assert_eq!(ran.code, 0, "{line}: {ran:?}");
    ran
}

/// The files of a module's migrations.
pub(crate) fn texts(program: &Program, module: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(program.migrations(module)).unwrap().flatten();
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect()
}

fn put(program: &Program, module: &str, files: &BTreeMap<String, String>) {
    for entry in fs::read_dir(program.migrations(module)).unwrap().flatten() {
        fs::remove_file(entry.path()).unwrap();
    }
    for (name, text) in files {
        fs::write(program.migrations(module).join(name), text).unwrap();
    }
}

/// What one branch does: its models, and the commands that write its migrations.
pub(crate) struct Branch<'a> {
    /// Each with the models of then and a command.
    pub(crate) commits: &'a [(&'a str, &'a str)],
    /// The time of its first command; the others follow a minute apart.
    pub(crate) minute: u32,
}

/// A project of one module at its first migration.
pub(crate) fn project(config: &str, base: &str) -> Program {
    let program = Program::new(config, &[("blog", &models(base))]);
    done(&program, "db:generate blog");
    program
}

/// Writes the migrations of a branch, and gives back the files that it then has.
pub(crate) fn on_branch(program: &mut Program, branch: &Branch<'_>) -> BTreeMap<String, String> {
    let base = texts(program, "blog");
    for (at, (name, command)) in (0..).zip(branch.commits) {
        program.now = format!("2026-11-21T10:{:02}:00Z", branch.minute + at).parse().unwrap();
        program.models("blog", &models(name));
        done(program, command);
    }
    let files = texts(program, "blog");
    put(program, "blog", &base);
    files
}

/// The files of both branches, the lists joined as git does it; of one name, those of the first.
pub(crate) fn merge(
    program: &mut Program,
    one: &BTreeMap<String, String>,
    other: &BTreeMap<String, String>,
    merged: &str,
) {
    let mut files = other.clone();
    files.extend(one.clone());
    let names: Vec<&str> =
        files.keys().filter_map(|name| name.strip_suffix(".rs")).filter(|name| *name != "mod").collect();
    files.insert("mod.rs".to_owned(), strobila_generator::write::render_mod(names.iter().copied()));
    put(program, "blog", &files);
    program.models("blog", &models(merged));
    program.now = "2026-11-22T08:00:00Z".parse().unwrap();
}

/// The names of migrations that are in `one` and not in the base.
pub(crate) fn own(one: &BTreeMap<String, String>) -> Vec<String> {
    let names = one.keys().filter_map(|name| name.strip_suffix(".rs"));
    names.filter(|name| *name != "mod" && *name != FIRST).map(str::to_owned).collect()
}
