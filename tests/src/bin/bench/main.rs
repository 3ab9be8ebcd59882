//! `cargo xtask bench`: what work costs, as a ratio to something else that is measured in the same run.
//!
//! All costs are CPU time, user and system. Parts that must not share a process run as children:
//! `bench PART ARGUMENT…`.

mod apply;
mod chain;
mod compile;
mod cpu;
mod generate;
mod introspect;
mod models;
mod queries;
mod server;
mod table;

use std::env;
use std::error::Error;
use std::process::{Command, ExitCode};

use table::Table;

/// What a part can fail with; the bench then stops.
type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), Failure> {
    match words {
        ["part", part, rest @ ..] => generate::part(part, rest),
        [] => {
            let mut table = Table::new();
            generate::report(&mut table)?;
            apply::report(&mut table)?;
            introspect::report(&mut table)?;
            compile::report(&mut table)
        }
        ["generate"] => generate::report(&mut Table::new()),
        ["apply"] => apply::report(&mut Table::new()),
        ["introspect"] => introspect::report(&mut Table::new()),
        ["compile"] => compile::report(&mut Table::new()),
        _ => Err("usage: bench [generate | apply | introspect | compile]".into()),
    }
}

/// Runs a part in a process of its own; returns the numbers that it prints.
fn child(words: &[&str]) -> Result<Vec<f64>, Failure> {
    let output = Command::new(env::current_exe()?).arg("part").args(words).output()?;
    if !output.status.success() {
        return Err(format!("{words:?}: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
    }
    let text = String::from_utf8(output.stdout)?;
    Ok(text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?)
}
