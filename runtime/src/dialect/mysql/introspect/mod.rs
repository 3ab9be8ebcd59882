//! Reads a live database.

mod cells;
mod columns;
mod constraints;
mod indexes;

use super::super::{DatabaseError, DatabaseErrorKind, Introspection, Row};
use super::session::MysqlSession;
use super::{expression, literal, options, printed};
use crate::Target;
use crate::schema::{Name, Table};
use cells::Cells;

/// Our own tables: no part of anybody's schema.
const OURS: [&str; 3] = ["strobila_migrations", "strobila_journal", "strobila_meta"];

/// How often the tables are read before others are taken to change them all the time.
const ATTEMPTS: usize = 10;

/// Whether the table is there; without a schema, in the session's database.
pub(super) async fn has_table(session: &mut MysqlSession, table: &Name) -> Result<bool, DatabaseError> {
    let schema = table.schema.as_deref().map_or("database()".to_owned(), literal);
    let sql = format!(include_str!("has_table.sql"), name = literal(&table.name), schema = schema);
    Ok(!session.rows(&sql).await?.is_empty())
}

/// The columns of a table. An enum is no thing of its own here.
pub(super) async fn columns(
    session: &mut MysqlSession,
    name: &str,
) -> Result<Option<Vec<String>>, DatabaseError> {
    let sql = format!(include_str!("columns.sql"), name = literal(name));
    let columns: Vec<String> = session.rows(&sql).await?.into_iter().flatten().flatten().collect();
    Ok((!columns.is_empty()).then_some(columns))
}

/// Reads everything in the session's database.
pub(super) async fn introspect(session: &mut MysqlSession) -> Result<Introspection, DatabaseError> {
    if session.rows("SELECT database()").await? == [[None]] {
        let help = "name one at the end of it";
        return Err(DatabaseError::new(DatabaseErrorKind::Url, "the URL names no database").with_help(help));
    }
    for attempt in 1..=ATTEMPTS {
        let Some(reading) = read(session).await? else { continue };
        // A key that came in between looks like one that is hidden.
        if reading.hidden.is_none() || attempt > 1 {
            return reading.done();
        }
    }
    let message = format!("the tables changed while they were read, {ATTEMPTS} times");
    let help = "run it again when nobody else changes them";
    Err(DatabaseError::new(DatabaseErrorKind::Statement, message).with_help(help))
}

/// Reads once; none when tables changed meanwhile, as far as that shows. Every query sees its own moment.
async fn read(session: &mut MysqlSession) -> Result<Option<Reading>, DatabaseError> {
    let target = session.target();
    let (expression, hidden, checks) = match target {
        Target::Mysql => ("expression", "is_visible = 'NO'", include_str!("checks_mysql.sql")),
        Target::Mariadb | Target::Postgres | Target::Sqlite => {
            ("NULL", "ignored = 'YES'", include_str!("checks_mariadb.sql"))
        }
    };
    let indexes = format!(include_str!("indexes.sql"), expression = expression, hidden = hidden);
    let mut reading = Reading { target, found: Introspection::default(), hidden: None };
    let tables = tables(session).await?;
    for row in &tables {
        reading.table(Cells::new(row));
    }
    for row in session.rows(include_str!("table_columns.sql")).await? {
        reading.column(Cells::new(&row));
    }
    for row in session.rows(checks).await? {
        reading.check(Cells::new(&row));
    }
    for row in session.rows(&indexes).await? {
        reading.index_part(Cells::new(&row));
    }
    for row in session.rows(include_str!("foreign_keys.sql")).await? {
        reading.foreign_key(Cells::new(&row));
    }
    for row in session.rows(include_str!("foreign_key_columns.sql")).await? {
        reading.foreign_key_column(Cells::new(&row));
    }
    for row in session.rows(include_str!("unexpressed.sql")).await? {
        reading.unexpressed(Cells::new(&row));
    }
    let is_empty = |table: &Table| table.columns.is_empty();
    let is_whole = reading.hidden.is_some() || !reading.found.schema.tables.values().any(is_empty);
    Ok((is_whole && self::tables(session).await? == tables).then_some(reading))
}

async fn tables(session: &mut MysqlSession) -> Result<Vec<Row>, DatabaseError> {
    let mut rows = session.rows(include_str!("tables.sql")).await?;
    rows.sort();
    Ok(rows)
}

/// What is read so far.
struct Reading {
    target: Target,
    found: Introspection,
    /// What the server keeps from the role, for lack of a right.
    hidden: Option<String>,
}

impl Reading {
    /// # Errors
    /// What the role may not read: a schema that lacks it would be changed to have it.
    fn done(mut self) -> Result<Introspection, DatabaseError> {
        if let Some(hidden) = self.hidden {
            let message = format!("the role may not read {hidden}");
            let help = "GRANT SELECT, REFERENCES on the whole database to it: the server tells the rest to nobody \
                        who may only SELECT";
            return Err(DatabaseError::new(DatabaseErrorKind::Statement, message).with_help(help));
        }
        self.found.unexpressed.sort();
        self.found.unexpressed.dedup();
        Ok(self.found)
    }

    /// The table of the next cell; none when it is ours or was left out.
    fn table_of(&mut self, cells: &mut Cells<'_>) -> Option<(&mut Table, &mut Vec<String>)> {
        let table = self.found.schema.tables.get_mut(&Name::new(cells.text()))?;
        Some((table, &mut self.found.unexpressed))
    }

    fn table(&mut self, mut cells: Cells<'_>) {
        let name = cells.text();
        if OURS.contains(&name) {
            return;
        }
        let unexpressed = &mut self.found.unexpressed;
        match cells.text() {
            "BASE TABLE" => {}
            "SYSTEM VERSIONED" => unexpressed.push(format!("system versioning of {name}")),
            kind => {
                unexpressed.push(format!("{} {name}", kind.to_lowercase()));
                return;
            }
        }
        let mut table = Table { own_names: true, ..Table::new(name) };
        for option in ["ENGINE", "COLLATE"] {
            table.options.extend(options::option(option, cells.text()));
        }
        for word in cells.text().split_whitespace() {
            match options::read(word) {
                Some(option) => drop(table.options.insert(option)),
                None if word == "partitioned" => unexpressed.push(format!("partitioning of {name}")),
                None => unexpressed.push(format!("option {word} of {name}")),
            }
        }
        table.comment = Some(cells.text()).filter(|comment| !comment.is_empty()).map(str::to_owned);
        self.found.schema.insert(table);
    }

    fn unexpressed(&mut self, mut cells: Cells<'_>) {
        let (kind, name) = (cells.text(), cells.text());
        self.found.unexpressed.push(match cells.optional() {
            None => format!("{kind} {name}"),
            Some(table) if OURS.contains(&table) => return,
            Some(table) => format!("{kind} {name} on {table}"),
        });
    }

    /// An expression as a model would write it.
    fn cleaned(target: Target, text: &str) -> String {
        let text = printed::expression(text, target);
        // What the server prints is always whole; if not, its text says more than none.
        expression::clean(&text, false).unwrap_or(text)
    }
}
