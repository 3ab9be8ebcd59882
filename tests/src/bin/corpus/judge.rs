//! What becomes of a pair.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use chrono::DateTime;
use serde_json::Value;
use similar::TextDiff;
use strobila::Target;
use strobila::dialect::dialect;
use strobila::operation::Operation;
use strobila_generator::cli::{World, run};
use strobila_generator::config::Variables;
use strobila_generator::questioner::Nobody;

use crate::Failure;
use crate::database::Databases;
use crate::dump::dump;
use crate::pair::{Kind, Pair};

/// What became of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The database is as it should be, and a second diff is empty.
    Pass,
    /// The server does not take the pair itself: no word about us.
    NotLoaded(String),
    /// `db:diff` failed.
    Failed(String),
    /// The server refused a statement.
    Refused(String),
    /// The database is another; the lines that differ.
    Other(String),
    /// Something was printed where nothing differs.
    NotEmpty(String),
    /// The database is as it should be, and the second diff is not empty.
    NotEmptyAgain(String),
    /// A table that stays was dropped and made again.
    Remade(String),
}

impl Verdict {
    /// The word for it, and what there is to say.
    pub(crate) fn words(&self) -> (&'static str, &str) {
        match self {
            Verdict::Pass => ("passed", ""),
            Verdict::NotLoaded(text) => ("not loaded", text),
            Verdict::Failed(text) => ("db:diff failed", text),
            Verdict::Refused(text) => ("statement refused", text),
            Verdict::Other(text) => ("another schema", text),
            Verdict::NotEmpty(text) => ("not empty", text),
            Verdict::NotEmptyAgain(text) => ("not empty the second time", text),
            Verdict::Remade(text) => ("table made again", text),
        }
    }
}

/// Judges a pair.
///
/// # Errors
/// What keeps pairs from being judged at all.
pub(crate) fn judge(databases: &mut Databases, pair: &Pair) -> Result<Verdict, Failure> {
    for (which, sql) in [("a", &pair.before), ("b", &pair.after)] {
        if let Err(error) = load(databases, which, sql)? {
            return Ok(Verdict::NotLoaded(error));
        }
    }
    let difference = match diff(databases) {
        Ok(difference) => difference,
        Err(message) => return Ok(Verdict::Failed(message)),
    };
    if pair.noop && !difference.statements.is_empty() {
        return Ok(Verdict::NotEmpty(difference.text()));
    }
    let statements: Vec<&str> = difference.statements.iter().map(String::as_str).collect();
    if let Err(error) = databases.run("a", &statements) {
        return Ok(Verdict::Refused(format!("{error}\n{}", difference.text())));
    }
    let (got, wanted) = (dump(databases, "a")?.join("\n"), dump(databases, "b")?.join("\n"));
    if got != wanted {
        return Ok(Verdict::Other(changed(&wanted, &got)));
    }
    if let Some(table) = difference.remade() {
        return Ok(Verdict::Remade(table));
    }
    Ok(match diff(databases) {
        Ok(again) if again.statements.is_empty() => Verdict::Pass,
        Ok(again) => Verdict::NotEmptyAgain(again.text()),
        Err(message) => Verdict::Failed(message),
    })
}

/// Makes a database with a schema, or says why its server does not take it.
pub(crate) fn load(databases: &mut Databases, which: &str, sql: &str) -> Result<Result<(), String>, Failure> {
    databases.make(which)?;
    let pieces = pieces(databases.kind, sql);
    let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
    Ok(databases.run(which, &pieces).map_err(|error| error.to_string()))
}

/// The statements of a text, since some run alone only; the text itself where it cannot be cut.
fn pieces(kind: Kind, sql: &str) -> Vec<String> {
    let statements = match kind {
        Kind::Postgres => dialect(Target::Postgres).statements(sql).ok(),
        Kind::Mysql | Kind::Sqlite => None,
    };
    match statements {
        Some(statements) => statements.into_iter().map(|statement| statement.sql).collect(),
        None => vec![sql.to_owned()],
    }
}

/// What `db:diff` says.
struct Difference {
    operations: Vec<Operation>,
    statements: Vec<String>,
}

impl Difference {
    fn text(&self) -> String {
        self.statements.join(";\n")
    }

    /// A table that goes and comes back under its name.
    fn remade(&self) -> Option<String> {
        let mut dropped = BTreeSet::new();
        let mut made = BTreeSet::new();
        for operation in &self.operations {
            if let Operation::DropTable { table } = operation {
                dropped.insert(table.name.to_string());
            }
            if let Operation::CreateTable { table } = operation {
                made.insert(table.name.to_string());
            }
        }
        dropped.intersection(&made).next().cloned()
    }
}

fn diff(databases: &Databases) -> Result<Difference, String> {
    let (from, to) = (databases.url("a"), databases.url("b"));
    let words = ["strobila", "db:diff", "--from", &from, "--to", &to, "--format", "json"];
    let mut object = command(&words, Path::new("/"))?;
    let mut read = || -> serde_json::Result<Difference> {
        let operations = serde_json::from_value(object["operations"].take())?;
        let statements = serde_json::from_value(object["statements"].take())?;
        Ok(Difference { operations, statements })
    };
    read().map_err(|error| error.to_string())
}

/// A command as a person runs it in a folder, without a project's models; what it answers, or why it failed.
pub(crate) fn command(words: &[&str], folder: &Path) -> Result<Value, String> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let world = World {
        out: &mut out,
        err: &mut err,
        out_color: false,
        err_color: false,
        err_width: None,
        questioner: &mut Nobody::default(),
        folder,
        variables: &Variables::default(),
        now: DateTime::UNIX_EPOCH,
    };
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    run(None, words, world);
    let text = String::from_utf8_lossy(&out).into_owned();
    match serde_json::from_str::<Value>(&text) {
        Ok(object) if object["ok"] == true => Ok(object),
        Ok(object) => Err(format!("{}", object["error"]["message"])),
        Err(error) => Err(format!("{error}: {text}{}", String::from_utf8_lossy(&err))),
    }
}

/// The lines that only one of two texts has.
fn changed(wanted: &str, got: &str) -> String {
    let diff = TextDiff::from_lines(wanted, got);
    let lines = diff.iter_all_changes().filter_map(|change| match change.tag() {
        similar::ChangeTag::Equal => None,
        tag => Some(format!("{tag}{}", change.value().trim_end())),
    });
    lines.collect::<Vec<_>>().join("\n")
}
