//! `cargo xtask corpus DIR`: how many pairs of schemas `db:diff` gets right; see `tests/src/bin/corpus`.

use std::path::Path;

use crate::cargo;
use crate::mariadb::MARIADB;
use crate::postgres::POSTGRES;
use crate::server::Server;

/// Runs the program on servers of its own, unless `TEST_POSTGRES_URL` and `TEST_MYSQL_URL` name some. What
/// does not pass is told and does not fail.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<bool, String> {
    let mut command = cargo();
    let manifest = root.join("Cargo.toml");
    command.args(["run", "--quiet", "--package", "strobila-tests", "--bin", "corpus", "--manifest-path"]);
    // A folder is named from where we were called.
    command.arg(manifest).arg("--").args(arguments);
    // The servers stop when they go out of scope.
    let servers = [Server::start(&POSTGRES)?, Server::start(&MARIADB)?];
    for server in servers.iter().flatten() {
        let (variable, url) = server.variable();
        command.env(variable, url);
    }
    let status = command.status().map_err(|error| format!("cannot run the corpus: {error}"))?;
    Ok(status.success())
}
