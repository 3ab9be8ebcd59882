//! Reads a live database.

mod cells;
mod columns;
mod constraints;
mod indexes;

use super::super::{DatabaseError, DatabaseErrorKind, Dialect as _, Introspection, Row};
use super::Postgres;
use super::session::PgSession;
use crate::schema::{Enum, Name, Storage, Table};
use cells::Cells;

/// Our own tables: no part of anybody's schema.
const OURS: [&str; 3] = ["strobila_migrations", "strobila_journal", "strobila_meta"];

/// What the queries say of an expression that is gone while they run.
const GONE: &str = "\u{1}gone";

/// How often the tables are read before others are taken to change them all the time.
const ATTEMPTS: usize = 10;

/// Whether the table is there; without a schema, in the schema that CREATE TABLE would use.
pub(super) async fn has_table(session: &mut PgSession, table: &Name) -> Result<bool, DatabaseError> {
    let schema = table.schema.as_deref().map_or("NULL".to_owned(), |schema| Postgres.quote_literal(schema));
    let sql =
        format!(include_str!("has_table.sql"), name = Postgres.quote_literal(&table.name), schema = schema);
    Ok(!session.rows(&sql).await?.is_empty())
}

/// The columns of a table or the values of an enum.
pub(super) async fn columns(
    session: &mut PgSession,
    name: &str,
) -> Result<Option<Vec<String>>, DatabaseError> {
    let sql = format!(include_str!("columns.sql"), name = Postgres.quote_literal(name));
    let rows = session.rows(&sql).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    // A table without columns is one row of NULL.
    Ok(Some(rows.into_iter().flatten().flatten().collect()))
}

/// Reads everything that is not the server's or an extension's, as of one moment.
///
/// The tables of the catalogue are seen as of that moment. The functions that print expressions see what is there
/// now: where a table went in between they have nothing to say, and all is read again.
pub(super) async fn introspect(session: &mut PgSession) -> Result<Introspection, DatabaseError> {
    for attempt in 1..=ATTEMPTS {
        session.begin_reading().await?;
        let read = read(session).await;
        session.end_reading().await?;
        match read {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => {}
            // The server misses something that it just listed.
            Err(error) if error.code.as_deref() == Some("XX000") && attempt < ATTEMPTS => {}
            Err(error) => return Err(error),
        }
    }
    let message = format!("the tables changed while they were read, {ATTEMPTS} times");
    let help = "run it again when nobody else changes them";
    Err(DatabaseError::new(DatabaseErrorKind::Statement, message).with_help(help))
}

/// The rows of a query; none when something in them is gone meanwhile.
async fn rows(session: &mut PgSession, sql: &str) -> Result<Option<Vec<Row>>, DatabaseError> {
    let rows = session.rows(sql).await?;
    let is_gone = |cell: &Option<String>| cell.as_deref() == Some(GONE);
    Ok((!rows.iter().flatten().any(is_gone)).then_some(rows))
}

async fn read(session: &mut PgSession) -> Result<Option<Introspection>, DatabaseError> {
    // With exactly the one schema on the path its own names are printed bare, and all others in full.
    // Compiling a query that runs once takes longer than running it; the server does so by its guess of the rows.
    let path = "SELECT current_schema(), \
                set_config('search_path', coalesce(quote_ident(current_schema()), ''), true), \
                set_config('jit', 'off', true)";
    let current = session.rows(path).await?.into_iter().flatten().next().flatten();
    let mut reading = Reading { current, found: Introspection::default() };
    for row in session.rows(include_str!("enums.sql")).await? {
        let mut cells = Cells::new(&row);
        let name = reading.name(&mut cells);
        let values = cells.list();
        reading.found.schema.enums.insert(name.clone(), Enum { name, values, storage: Storage::Native });
    }
    for row in session.rows(include_str!("tables.sql")).await? {
        reading.table(Cells::new(&row));
    }
    let Some(columns) = rows(session, include_str!("table_columns.sql")).await? else { return Ok(None) };
    for row in columns {
        reading.column(Cells::new(&row));
    }
    let Some(constraints) = rows(session, include_str!("constraints.sql")).await? else { return Ok(None) };
    for row in constraints {
        reading.constraint(Cells::new(&row));
    }
    let Some(indexes) = rows(session, include_str!("indexes.sql")).await? else { return Ok(None) };
    for row in indexes {
        reading.index_part(Cells::new(&row));
    }
    for row in session.rows(include_str!("unexpressed.sql")).await? {
        reading.unexpressed(Cells::new(&row));
    }
    reading.found.unexpressed.sort();
    reading.found.unexpressed.dedup();
    Ok(Some(reading.found))
}

/// What is read so far.
struct Reading {
    /// The session's own schema, whose names stand bare.
    current: Option<String>,
    found: Introspection,
}

impl Reading {
    /// The next two cells: schema and name.
    fn name(&self, cells: &mut Cells<'_>) -> Name {
        let schema = cells.optional().filter(|schema| Some(*schema) != self.current.as_deref());
        Name { schema: schema.map(str::to_owned), name: cells.text().to_owned() }
    }

    /// The table of the next two cells; none when it is ours or was left out.
    fn table_of(&mut self, cells: &mut Cells<'_>) -> Option<(&mut Table, &mut Vec<String>)> {
        let name = self.name(cells);
        let table = self.found.schema.tables.get_mut(&name)?;
        Some((table, &mut self.found.unexpressed))
    }

    fn table(&mut self, mut cells: Cells<'_>) {
        let name = self.name(&mut cells);
        if OURS.contains(&name.name.as_str()) {
            return;
        }
        let comment = cells.optional().map(str::to_owned);
        let unexpressed = &mut self.found.unexpressed;
        let is_partitioned = cells.flag();
        if cells.flag() {
            unexpressed.push(format!("partition {name}"));
            return;
        }
        let notes = [
            (is_partitioned, "partitioning of"),
            (cells.flag(), "unlogged table"),
            (cells.flag(), "row level security on"),
            (cells.flag(), "storage parameters of"),
            (cells.flag(), "inheritance of"),
            (cells.flag(), "replica identity of"),
        ];
        let notes = notes.iter().filter(|(is_so, _)| *is_so);
        unexpressed.extend(notes.map(|(_, what)| format!("{what} {name}")));
        self.found.schema.insert(Table { comment, ..Table::new(name) });
    }

    fn unexpressed(&mut self, mut cells: Cells<'_>) {
        let kind = cells.text();
        let name = self.name(&mut cells);
        let table = self.name(&mut cells);
        if OURS.contains(&table.name.as_str()) {
            return;
        }
        // Under its table's schema the thing's own says nothing new.
        let text = match table.name.as_str() {
            "" => format!("{kind} {name}"),
            _ => format!("{kind} {} on {table}", name.name),
        };
        self.found.unexpressed.push(text);
    }
}
