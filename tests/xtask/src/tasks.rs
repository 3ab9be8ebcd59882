//! The tasks of `cargo xtask`.

use std::fs;
use std::path::Path;

use crate::cargo;
use crate::mariadb::MARIADB;
use crate::postgres::POSTGRES;
use crate::report::Report;
use crate::server::Server;

/// Runs the tests, on servers of their own unless `TEST_POSTGRES_URL` and `TEST_MYSQL_URL` name some.
/// Arguments go to the test runner: words that a test's name holds, or its flags.
pub(crate) fn test(root: &Path, arguments: &[String]) -> Result<bool, String> {
    let mut report = Report::default();
    run_tests(root, arguments, &mut report)?;
    Ok(report.finish())
}

/// What CI runs. A part that fails does not keep the next ones from running.
pub(crate) fn check(root: &Path) -> Result<bool, String> {
    let mut report = Report::default();
    let mut part = |title: &str, variables: &[(&str, &str)]| {
        let words = title.split(' ').skip(1);
        report.run(title, cargo().args(words).envs(variables.iter().copied()).current_dir(root))
    };
    part("cargo fmt --all --check", &[])?;
    part("cargo clippy --workspace --all-targets -- -D warnings", &[])?;
    part("cargo doc --workspace --no-deps --quiet", &[("RUSTDOCFLAGS", "-D warnings")])?;
    part("cargo check -p strobila --no-default-features", &[])?;
    part("cargo check -p strobila --no-default-features --features postgres", &[])?;
    part("cargo check -p strobila --no-default-features --features mysql", &[])?;
    run_tests(root, &[], &mut report)?;
    Ok(report.finish())
}

/// Makes `tests/cases/NAME` with an empty prev and next.
pub(crate) fn new_case(root: &Path, arguments: &[String]) -> Result<bool, String> {
    let [name] = arguments else { return Err("say the case's name: cargo xtask new-case NAME".to_owned()) };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Err(format!("`{name}` is no name for a case: use a-z, 0-9 and _"));
    }
    let folder = root.join("tests/cases").join(name);
    let failed = |error| format!("cannot make {}: {error}", folder.display());
    fs::create_dir(&folder).map_err(failed)?;
    for file in ["prev.json", "next.json"] {
        fs::write(folder.join(file), "{\n  \"tables\": []\n}\n").map_err(failed)?;
    }
    println!("tests/cases/{name}: write prev.json and next.json, then UPDATE_CASES=1 cargo xtask test cases");
    Ok(true)
}

fn run_tests(root: &Path, arguments: &[String], report: &mut Report) -> Result<(), String> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast", "--"]).args(arguments).current_dir(root);
    // The servers stop when they go out of scope, and also when this process dies.
    let servers = [Server::start(&POSTGRES)?, Server::start(&MARIADB)?];
    for server in servers.iter().flatten() {
        let (variable, url) = server.variable();
        command.env(variable, url);
    }
    report.run_tests("cargo test --workspace", &mut command)?;
    Ok(())
}
