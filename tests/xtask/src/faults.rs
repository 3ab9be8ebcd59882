//! `cargo xtask faults`: the rows of the reliability table, each with what its tests tried and how they ended.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::{env, fs, process};

use crate::cargo;
use crate::mariadb::MARIADB;
use crate::postgres::POSTGRES;
use crate::server::Server;

/// The rows, and what goes wrong in each.
const ROWS: [(u8, &str); 30] = [
    (1, "killed at every failpoint"),
    (2, "killed in a long statement"),
    (3, "server killed in mid-run"),
    (4, "connection cut at COMMIT"),
    (5, "backend terminated"),
    (6, "table locked by another"),
    (7, "eight migrators at once"),
    (8, "concurrent index while another waits"),
    (9, "concurrent unique index fails"),
    (10, "transaction pooler"),
    (11, "disk full, read-only"),
    (12, "statement timeout"),
    (13, "applied file edited, deleted, renamed"),
    (14, "line ends, BOM, comments"),
    (15, "two branches in one minute"),
    (16, "branch merged late"),
    (17, "clock back, far future"),
    (22, "secrets in output"),
    (24, "no UTF-8"),
    (25, "COMMIT and the like by hand"),
    (26, "rollback without its file or way down"),
    (27, "rebuild with cascading children"),
    (28, "SQLite busy"),
    (29, "SQLite path mistyped"),
    (30, "signals"),
    (31, "repair that makes no sense"),
    (34, "role without CREATE, read replica"),
    (36, "history edited by hand"),
    (38, "panic in a run"),
    (39, "session without strict mode"),
];

/// A row and a database.
type Key = (u8, &'static str);

/// What the tests of a row showed on a database.
#[derive(Default)]
struct Shown {
    passed: usize,
    failed: usize,
    left_out: usize,
    tried: usize,
}

/// Runs the tests whose names begin with `row_`, thoroughly, on servers of their own, and prints a table. False
/// when one failed or was left out, or a row has none.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<bool, String> {
    let log = env::temp_dir().join(format!("strobila-faults-{}", process::id()));
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast", "--", "row_"]).args(arguments).current_dir(root);
    command.env("STROBILA_FAULTS", "all").env("STROBILA_FAULTS_LOG", &log).env("CI", "true");
    let servers = [Server::start(&POSTGRES)?, Server::start(&MARIADB)?];
    for server in servers.iter().flatten() {
        let (variable, url) = server.variable();
        command.env(variable, url);
    }
    let failed = |error| format!("cannot run the tests: {error}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let stdout = child.stdout.take().ok_or("the test runner has no output")?;
    let mut shown: BTreeMap<Key, Shown> = BTreeMap::new();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line.map_err(failed)?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        if let Some((key, result)) = result(&line) {
            let shown = shown.entry(key).or_default();
            match result {
                "ok" => shown.passed += 1,
                "FAILED" => shown.failed += 1,
                _ => shown.left_out += 1,
            }
        }
    }
    let ended = child.wait().map_err(failed)?;
    for name in fs::read_to_string(&log).unwrap_or_default().lines() {
        if let Some(shown) = key(name).and_then(|key| shown.get_mut(&key)) {
            shown.tried += 1;
        }
    }
    // It may not be there: no test of those that ran counts its tries.
    let _ = fs::remove_file(&log);
    Ok(table(&shown) && ended.success())
}

/// Prints the table; whether every row is green. A test that does not count what it tries tries one thing.
fn table(shown: &BTreeMap<Key, Shown>) -> bool {
    println!("\nrow  {:<40} {:<10} tests  tried  result", "what", "database");
    let mut is_green = true;
    for (row, what) in ROWS {
        let mut lines = shown.iter().filter(|((of, _), _)| *of == row).peekable();
        if lines.peek().is_none() {
            println!("{row:>3}  {what:<40} {:<10} {:>5}  {:>5}  no test", "", 0, 0);
            is_green = false;
        }
        for ((_, database), shown) in lines {
            let Shown { passed, failed, left_out, tried } = shown;
            let tests = passed + failed + left_out;
            let result = match (failed, left_out) {
                (0, 0) => "passed".to_owned(),
                (0, left_out) => format!("{left_out} left out"),
                (failed, _) => format!("{failed} FAILED"),
            };
            is_green &= failed + left_out == 0;
            println!("{row:>3}  {what:<40} {database:<10} {tests:>5}  {:>5}  {result}", tests.max(*tried));
        }
    }
    is_green
}

/// The row and the result in a line such as `test waiting::row_02_…::postgres ... ok`.
fn result(line: &str) -> Option<(Key, &str)> {
    let (name, result) = line.strip_prefix("test ")?.split_once(" ... ")?;
    Some((key(name)?, result.split([' ', ',']).next().unwrap_or(result)))
}

/// The row and the database in a test's name; what names no database runs where it does not matter.
fn key(name: &str) -> Option<Key> {
    let row = name.split("::").find_map(|part| part.strip_prefix("row_"))?;
    let row = row.split('_').next()?.parse().ok()?;
    let databases = ["sqlite", "postgres", "mariadb"];
    let database = databases.into_iter().find(|database| name.ends_with(database)).unwrap_or("any");
    Some((row, database))
}

#[cfg(test)]
mod tests {
    use super::result;

    #[test]
    fn a_row_is_read_from_the_line_of_its_test() {
        let line = "test waiting::row_02_who_waits_is_told::postgres ... ok";
        assert_eq!(result(line), Some(((2, "postgres"), "ok")));
        assert_eq!(
            result("test row_36_a_row_is_found::on_sqlite ... FAILED"),
            Some(((36, "sqlite"), "FAILED"))
        );
        let line = "test row_11_a_full_disk ... ignored, needs mount";
        assert_eq!(result(line), Some(((11, "any"), "ignored")));
        assert_eq!(result("test naming ... ok"), None);
    }
}
