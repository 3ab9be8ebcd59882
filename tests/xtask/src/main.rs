//! The task runner: `cargo xtask test | check | bench | corpus | faults | new-case`, and `cargo tour`.

mod bench;
mod corpus;
mod faults;
mod mariadb;
mod postgres;
mod report;
mod server;
mod tasks;
mod tour;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test [FILTER…]   every test of the workspace, on servers of its own
cargo xtask check            what CI runs: format, clippy, documents, features, tests
cargo xtask bench [PART]     what work costs, in ratios: generate, apply, introspect, compile, or all
cargo xtask corpus DIR       how many pairs of schemas db:diff gets right, on servers of its own; with --pull
                             how many schemas db:pull gets right
cargo xtask faults           what holds when something goes wrong: each row of docs/reliability.md, tried thoroughly
cargo xtask new-case NAME    a directory below tests/cases with an empty prev and next
cargo tour                   the main job on SQLite, from nothing, in a temporary copy";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (task, rest) =
        arguments.split_first().map_or(("help", &[][..]), |(task, rest)| (task.as_str(), rest));
    let done = match task {
        "test" => tasks::test(&root(), rest),
        "check" => tasks::check(&root()),
        "bench" => bench::run(&root(), rest),
        "corpus" => corpus::run(&root(), rest),
        "faults" => faults::run(&root(), rest),
        "new-case" => tasks::new_case(&root(), rest),
        "tour" => tour::run(&root()),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("error: unknown task `{other}`\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository: two folders above this package.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_owned()
}

/// The cargo that runs us.
fn cargo() -> std::process::Command {
    std::process::Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
