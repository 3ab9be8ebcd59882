//! A unique constraint that stands inside CREATE TABLE, where others made the table: it has no index that
//! could be dropped by a name.

use super::SqliteSession;
use crate::dialect::sqlite::lexer::{self, Subject, Verb};
use crate::dialect::sqlite::{Sqlite, introspect, rebuild};
use crate::dialect::{DatabaseError, Dialect};
use crate::schema::{Index, Table};

/// The index that the statement drops, by name.
fn dropped(sql: &str) -> Option<String> {
    let Subject { verb, kind, name } = lexer::subject(sql)?;
    (verb == Verb::Drop && kind == "index").then_some(name)
}

impl SqliteSession {
    /// The error of a statement, with the way on where it drops an index that a table holds as a constraint.
    pub(super) async fn explained(&mut self, sql: &str, mut error: DatabaseError) -> DatabaseError {
        let Some(name) = dropped(sql).filter(|_| error.message.starts_with("no such index")) else {
            return error;
        };
        let Ok(live) = introspect::introspect(self).await else { return error };
        let found = live.schema.tables.values().find_map(|table| {
            let key = table.uniques.keys().find(|unique| unique.eq_ignore_ascii_case(&name))?;
            Some((table, key))
        });
        if let Some((table, unique)) = found {
            let place = format!(" of table {}", table.name);
            let lost: Vec<&str> =
                live.unexpressed.iter().filter_map(|other| other.strip_suffix(place.as_str())).collect();
            error.help = Some(way_on(table, unique, &lost));
        }
        error
    }

    /// Whether an index that a rebuild drops by name is a constraint of the table, which goes with it.
    pub(super) async fn goes_with_its_table(
        &mut self,
        table: &str,
        sql: &str,
    ) -> Result<bool, DatabaseError> {
        let Some(name) = dropped(sql) else { return Ok(false) };
        let list =
            format!("SELECT 1 FROM pragma_index_list({}) WHERE origin = 'u'", Sqlite.quote_literal(table));
        Ok(!self.has("index", &name).await? && self.value(&list).await?.is_some())
    }
}

/// What to write in place of the statement. The index is dropped, too: databases that these migrations made
/// have one.
fn way_on(table: &Table, unique: &str, lost: &[&str]) -> String {
    let mut new = table.clone();
    let columns = new.uniques.remove(unique).map(|unique| unique.columns.join(", ")).unwrap_or_default();
    let mut old = table.clone();
    old.indexes.insert(unique.to_owned(), Index { name: unique.to_owned(), ..Index::default() });
    let statements: Vec<String> =
        rebuild::statements(&old, &new, &[]).iter().map(|sql| format!("    {},\n", literal(sql))).collect();
    let name = &table.name.name;
    let mut help = format!(
        "UNIQUE ({columns}) stands inside the CREATE TABLE of {name}, which these migrations did not write, \
         and goes with a rebuild alone; in the migration's file, in place of this statement:\n\
         .rebuild_sqlite({name:?}, &[\n{}])",
        statements.concat()
    );
    if !lost.is_empty() {
        help.push_str(&format!("\nput back into its CREATE TABLE what is not in there: {}", lost.join(", ")));
    }
    help
}

/// A text as a literal of Rust.
fn literal(text: &str) -> String {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}
