//! `cargo xtask bench`: what work costs, in ratios; see `tests/src/bin/bench`.

use std::path::Path;

use crate::cargo;
use crate::postgres::POSTGRES;
use crate::server::Server;

/// Runs the bench in a release build, on a PostgreSQL server of its own unless `TEST_POSTGRES_URL` names
/// one. Arguments: a part (`generate`, `apply`, `compile`), or none for all. What is over its goal is
/// told and does not fail.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<bool, String> {
    let mut command = cargo();
    command.args(["run", "--release", "--quiet", "--package", "strobila-tests", "--bin", "bench", "--"]);
    command.args(arguments).current_dir(root);
    let needs_server = arguments.is_empty() || arguments.iter().any(|part| part == "apply");
    // The server stops when this goes out of scope.
    let server = if needs_server { Server::start(&POSTGRES)? } else { None };
    if let Some(server) = &server {
        let (variable, url) = server.variable();
        command.env(variable, url);
    }
    let status = command.status().map_err(|error| format!("cannot run the bench: {error}"))?;
    Ok(status.success())
}
