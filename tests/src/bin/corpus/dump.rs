//! What a database holds, by its server's own words.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;
use crate::database::Databases;
use crate::pair::Kind;

/// What a database holds: a text for each thing, sorted. The order of a table's columns does not count.
pub(crate) fn dump(databases: &Databases, which: &str) -> Result<Vec<String>, Failure> {
    let url = databases.url(which);
    let mut things = match databases.kind {
        Kind::Postgres => {
            let mut command = Command::new(program("pg_dump"));
            command.args(["--schema-only", "--dbname", &url]);
            let text = output(&mut command)?;
            // What pg_dump writes around everything holds a random word.
            let lines = text.lines().filter(|line| !line.starts_with('\\') && !line.starts_with("SET "));
            things(lines, |line| line.starts_with("--"))
        }
        Kind::Mysql => {
            let address = Address::of(&url)?;
            let mut command = Command::new("mariadb-dump");
            command.arg("--no-defaults").args(["-h", address.host, "-P", address.port, "-u", address.user]);
            command.args(address.password.map(|password| format!("-p{password}")));
            command.args([
                "--no-data",
                "--routines",
                "--events",
                "--triggers",
                "--compact",
                address.database,
            ]);
            let text = output(&mut command)?.replace(address.database, "DATABASE");
            let lines = text.lines().filter(|line| !line.starts_with("/*"));
            let kept: Vec<String> = lines.map(without_counter).collect();
            things(kept.iter().map(String::as_str), |line| line.starts_with("CREATE "))
        }
        Kind::Sqlite => of_file(databases, which)?,
    };
    things.sort();
    Ok(things)
}

/// The part of a server's URL that its programs want.
struct Address<'a> {
    user: &'a str,
    password: Option<&'a str>,
    host: &'a str,
    port: &'a str,
    database: &'a str,
}

impl<'a> Address<'a> {
    fn of(url: &'a str) -> Result<Self, Failure> {
        let read = || {
            let (account, rest) = url.split_once("://")?.1.split_once('@')?;
            let (place, database) = rest.split_once('/')?;
            let (user, password) = match account.split_once(':') {
                Some((user, password)) => (user, Some(password)),
                None => (account, None),
            };
            let (host, port) = place.split_once(':').unwrap_or((place, "3306"));
            Some(Address { user, password, host, port, database })
        };
        read().ok_or_else(|| "TEST_MYSQL_URL is no mysql://user@host:port/".into())
    }
}

/// The lines that are a thing, without their order and the commas behind them. `is_first` says of a line that
/// a new thing begins.
fn things<'a>(lines: impl Iterator<Item = &'a str>, is_first: impl Fn(&str) -> bool) -> Vec<String> {
    let mut things: Vec<Vec<&str>> = vec![Vec::new()];
    for line in lines {
        if is_first(line) {
            things.push(Vec::new());
        }
        let line = line.trim().trim_end_matches(',');
        if let Some(thing) = things.last_mut().filter(|_| !line.is_empty() && !line.starts_with("--")) {
            thing.push(line);
        }
    }
    let sorted = things.into_iter().filter(|thing| !thing.is_empty()).map(|mut thing| {
        // What is first says what it is.
        thing[1..].sort_unstable();
        thing.join("\n")
    });
    sorted.collect()
}

/// A line without the next number of a table.
fn without_counter(line: &str) -> String {
    let Some((before, after)) = line.split_once(" AUTO_INCREMENT=") else { return line.to_owned() };
    format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Debian's own `pg_dump` is a script that looks for this one.
fn program(name: &str) -> PathBuf {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin").join(name))
        .filter(|path| path.exists())
        .collect();
    versions.sort();
    versions.pop().unwrap_or_else(|| Path::new(name).to_owned())
}

fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.output().map_err(|error| format!("cannot run {command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

const TABLES: &str =
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// What a table is by the pragmas; of its text only the checks, the computed columns and the words behind it.
fn of_file(databases: &Databases, which: &str) -> Result<Vec<String>, Failure> {
    let mut things = Vec::new();
    for row in databases.rows(which, TABLES)? {
        let mut cells = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || cells.next().unwrap_or_default();
        let (kind, name, table, sql) = (next(), next(), next(), plain(&next()));
        if kind != "table" {
            things.push(format!("{kind} {name} on {table}: {sql}"));
            continue;
        }
        let literal = format!("'{}'", name.replace('\'', "''"));
        let mut lines = Vec::new();
        for query in [
            format!(
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo({literal})"
            ),
            format!(
                "SELECT \"table\", \"from\", \"to\", on_update, on_delete, match FROM pragma_foreign_key_list({literal})"
            ),
            format!(
                "SELECT l.\"unique\", l.origin, l.partial, group_concat(x.name || ' ' || x.desc || x.coll) \
                 FROM pragma_index_list({literal}) AS l, pragma_index_xinfo(l.name) AS x WHERE x.key \
                 GROUP BY l.name"
            ),
        ] {
            lines.extend(databases.rows(which, &query)?.iter().map(|row| format!("{row:?}")));
        }
        lines.extend(parts(&sql));
        lines.sort();
        let behind = sql.rsplit_once(')').map_or("", |(_, behind)| behind);
        let counts = if sql.contains("autoincrement") { " autoincrement" } else { "" };
        things.push(format!("table {name}\n{}\n{behind}{counts}", lines.join("\n")));
    }
    Ok(things)
}

/// A text without quotes, in one case, with one space where there are several.
fn plain(sql: &str) -> String {
    let bare: String = sql.chars().filter(|c| !"\"`[]".contains(*c)).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Checks and computed columns: what stands in parentheses behind their words.
fn parts(sql: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for word in ["check", "as"] {
        for (at, _) in sql.match_indices(word) {
            let is_word = !sql[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = sql[at + word.len()..].trim_start();
            if is_word && rest.starts_with('(') {
                parts.push(format!("{word} {}", in_parentheses(rest).replace(' ', "")));
            }
        }
    }
    parts
}

fn in_parentheses(text: &str) -> &str {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth == 0 {
            return &text[..=at];
        }
    }
    text
}
