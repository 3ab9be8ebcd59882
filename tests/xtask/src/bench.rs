//! `cargo xtask bench`: what work costs, in ratios; see `tests/src/bin/bench`.

use std::path::Path;

use crate::cargo;
use crate::mariadb::MARIADB;
use crate::postgres::POSTGRES;
use crate::server::Server;

/// Runs the bench in a release build, on servers of its own unless `TEST_POSTGRES_URL` and `TEST_MYSQL_URL` name
/// some. Arguments: a part (`generate`, `apply`, `introspect`, `compile`), or none for all. What is over its
/// goal is told and does not fail.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<bool, String> {
    let mut command = cargo();
    command.args(["run", "--release", "--quiet", "--package", "strobila-tests", "--bin", "bench", "--"]);
    command.args(arguments).current_dir(root);
    // The servers stop when these go out of scope.
    let mut servers = Vec::new();
    for (kind, parts) in [(&POSTGRES, &["apply", "introspect"][..]), (&MARIADB, &["introspect"])] {
        if arguments.is_empty() || arguments.iter().any(|part| parts.contains(&part.as_str())) {
            servers.extend(Server::start(kind)?);
        }
    }
    for server in &servers {
        let (variable, url) = server.variable();
        command.env(variable, url);
    }
    let status = command.status().map_err(|error| format!("cannot run the bench: {error}"))?;
    Ok(status.success())
}
