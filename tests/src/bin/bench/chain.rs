//! Many small migrations in a row.

use strobila::Migration;
use strobila::migration::{Down, Postgres, Sqlite, step};
use strobila_generator::names::next_name;

/// What each migration runs, by its number.
pub(crate) fn statement(at: usize) -> String {
    format!("CREATE TABLE \"small_{at:05}\" (\n    \"id\" bigint PRIMARY KEY,\n    \"name\" text NOT NULL\n)")
}

/// The names of so many migrations, each a minute after the last.
pub(crate) fn names(count: usize) -> Vec<String> {
    let start = "2026-11-20T13:26:00Z".parse().unwrap_or_default();
    let mut names: Vec<String> = Vec::with_capacity(count);
    for _ in 0..count {
        names.push(next_name(start, names.last().map(String::as_str)));
    }
    names
}

/// So many migrations of one statement each, as they are compiled into a program.
pub(crate) fn migrations(count: usize) -> Vec<Migration<'static>> {
    let mut after = None;
    let all = names(count).into_iter().enumerate().map(|(at, name)| {
        let name: &'static str = name.leak();
        let up: &'static str = statement(at).leak();
        let down: &'static str = format!("DROP TABLE \"small_{at:05}\"").leak();
        let steps = |sql: &'static str, title: String| -> &'static [_] {
            vec![step(title.leak()).sql(vec![sql].leak())].leak()
        };
        let mut migration = Migration::new(name)
            .targets(&[Postgres, Sqlite])
            .up(steps(up, format!("create small_{at:05}")))
            .down(Down::Exact, steps(down, format!("drop small_{at:05}")));
        migration.after = after.replace(name);
        migration
    });
    all.collect()
}
