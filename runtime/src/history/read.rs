//! Reads the history.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    FORMAT, History, JOURNAL, JournalEntry, META, MIGRATIONS, Row, RowState, SETTLING, Settled, StoredDown,
    Trail,
};
use crate::Error;
use crate::dialect::{self, DatabaseError, Dialect, Session};
use crate::error::Id;
use crate::schema::Name;

/// Reads what is applied, with two queries; with a third how far those are that are not. Without the
/// tables the history is empty.
///
/// # Errors
/// [`Error::Database`]; [`Error::NewerHistory`]; [`Error::BrokenHistory`].
pub(crate) async fn read(session: &mut dyn Session) -> Result<History, Error> {
    if !session.has_table(&Name::new(MIGRATIONS)).await.map_err(cannot_read)? {
        return Ok(History::default());
    }
    let dialect = session.dialect();
    let rows = match session.query(&everything(dialect)).await {
        Ok(rows) => rows,
        Err(error) => {
            // A newer format may have other columns: then its meta table says so.
            if let Ok(meta) = session.query(&meta(dialect)).await {
                parse(&meta)?;
            }
            return Err(cannot_read(error));
        }
    };
    let mut history = parse(&rows)?;
    read_trails(session, &mut history).await?;
    Ok(history)
}

/// How far each migration is that is not applied.
async fn read_trails(session: &mut dyn Session, history: &mut History) -> Result<(), Error> {
    let unfinished = history.rows.iter().filter(|row| row.state != RowState::Applied);
    let modules: BTreeSet<String> = unfinished.map(|row| row.id.module.clone()).collect();
    if modules.is_empty() {
        return Ok(());
    }
    let modules: Vec<&str> = modules.iter().map(String::as_str).collect();
    let entries = read_journal(session, Some(&modules)).await?;
    for row in history.rows.iter_mut().filter(|row| row.state != RowState::Applied) {
        let is_its = |entry: &&JournalEntry| {
            entry.module == row.id.module && entry.name.as_deref() == Some(&*row.id.name)
        };
        let own: Vec<&JournalEntry> = entries.iter().filter(is_its).collect();
        row.trail = Trail::of(&own, row.steps_done);
    }
    Ok(())
}

pub(super) fn cannot_read(source: DatabaseError) -> Error {
    Error::Database { doing: "cannot read the history", source }
}

/// The columns of a row, in the order in which [`row`] reads them; those marked are numbers.
const COLUMNS: [(&str, bool); 14] = [
    ("module", false),
    ("name", false),
    ("parent", false),
    ("requires", false),
    ("seq", true),
    ("state", false),
    ("steps_done", true),
    ("steps_total", true),
    ("checksum_up", false),
    ("checksum_down", false),
    ("finished_at", false),
    ("duration_ms", true),
    ("applied_by", false),
    (DOWN, false),
];

/// Long, and read of those alone that are on their way down.
const DOWN: &str = "down";

/// History, meta and what the journal says of them as one query, each row with its kind in front.
fn everything(dialect: &dyn Dialect) -> String {
    let quote = |name| dialect.quote(name);
    let columns: Vec<String> = COLUMNS
        .iter()
        .map(|(name, number)| match *name {
            DOWN => down(dialect),
            name => text(dialect, name, *number),
        })
        .collect();
    let nothing = ", NULL".repeat(COLUMNS.len() - 2);
    format!(
        "SELECT 'row', {}\nFROM {}\nUNION ALL {}\nUNION ALL SELECT 'journal', {}, {}{nothing}\nFROM {}\n{}",
        columns.join(", "),
        quote(MIGRATIONS),
        meta(dialect),
        dialect.as_text(&format!("coalesce(max({}), 0)", quote("id"))),
        dialect.as_text("count(*)"),
        quote(JOURNAL),
        settled(dialect),
    )
}

/// The last journal entry of each migration that says whether it is in, and the new names of modules.
fn settled(dialect: &dyn Dialect) -> String {
    let [id, module, name, event, detail, journal] =
        ["id", "module", "name", "event", "detail", JOURNAL].map(|name| dialect.quote(name));
    let number = dialect.as_text(&id);
    let nothing = ", NULL".repeat(COLUMNS.len() - 4);
    let events = SETTLING.map(|event| dialect.quote_literal(event)).join(", ");
    let renamed = dialect.quote_literal("renamed");
    format!(
        "UNION ALL SELECT 'settled', {number}, {module}, {name}, {event}{nothing}\nFROM {journal}\n\
         WHERE {id} IN (SELECT max({id}) FROM {journal} WHERE {event} IN ({events}) GROUP BY {module}, {name})\n\
         UNION ALL SELECT 'renamed', {number}, {module}, {detail}, NULL{nothing}\nFROM {journal}\n\
         WHERE {event} = {renamed}"
    )
}

fn text(dialect: &dyn Dialect, column: &str, is_number: bool) -> String {
    let column = dialect.quote(column);
    if is_number { dialect.as_text(&column) } else { column }
}

/// The stored way down of a migration that is on it.
fn down(dialect: &dyn Dialect) -> String {
    let states = [RowState::RollingBack, RowState::RollbackFailed];
    let states = states.map(|state| dialect.quote_literal(state.as_str()));
    format!(
        "CASE WHEN {} IN ({}) THEN {} END",
        dialect.quote("state"),
        states.join(", "),
        dialect.quote(DOWN)
    )
}

fn meta(dialect: &dyn Dialect) -> String {
    let nothing = ", NULL".repeat(COLUMNS.len() - 2);
    format!(
        "SELECT 'meta', {}, {}{nothing}\nFROM {}",
        dialect.quote("key"),
        dialect.quote("value"),
        dialect.quote(META)
    )
}

fn parse(rows: &[dialect::Row]) -> Result<History, Error> {
    let mut history = History { exists: true, ..History::default() };
    let (mut format, mut oldest_reader) = (FORMAT, FORMAT);
    for cells in rows {
        let mut cells = Cells(cells.iter());
        match cells.required("kind")? {
            "meta" => match cells.required("key")? {
                "format" => format = cells.number("format")?,
                "oldest_reader" => oldest_reader = cells.number("oldest_reader")?,
                "environment" => history.environment = cells.optional(),
                _ => {}
            },
            "journal" => {
                history.journal = cells.number("journal id")?;
                history.gaps = history.journal - cells.number::<i64>("number of journal rows")?;
            }
            _ => {}
        }
    }
    if oldest_reader > FORMAT {
        return Err(Error::NewerHistory { format, oldest_reader, ours: FORMAT });
    }
    for cells in rows {
        let mut cells = Cells(cells.iter());
        if cells.required("kind")? == "row" {
            history.rows.push(row(&mut cells)?);
        }
    }
    history.rows.sort_by(|a, b| (a.seq, &a.id).cmp(&(b.seq, &b.id)));
    history.settled = what_is_settled(rows)?;
    Ok(history)
}

/// What the journal says of each migration, under the name that its module had last.
fn what_is_settled(rows: &[dialect::Row]) -> Result<BTreeMap<Id, Settled>, Error> {
    let (mut entries, mut renames) = (Vec::new(), Vec::new());
    for cells in rows {
        let mut cells = Cells(cells.iter());
        match cells.required("kind")? {
            "settled" => {
                let entry: i64 = cells.number("journal id")?;
                let id = Id::new(cells.required("module")?, cells.required("name")?);
                entries.push((id, Settled { entry, event: cells.required("event")?.to_owned() }));
            }
            "renamed" => {
                let entry: i64 = cells.number("journal id")?;
                let to = cells.required("module")?.to_owned();
                renames.extend(cells.optional().map(|from| (entry, from, to)));
            }
            _ => {}
        }
    }
    renames.sort();
    for (at, from, to) in renames {
        for (id, _) in entries.iter_mut().filter(|(id, settled)| settled.entry < at && id.module == from) {
            id.module.clone_from(&to);
        }
    }
    let mut last: BTreeMap<Id, Settled> = BTreeMap::new();
    entries.sort_by_key(|(_, settled)| settled.entry);
    last.extend(entries);
    Ok(last)
}

fn row(cells: &mut Cells<'_>) -> Result<Row, Error> {
    let id = Id::new(cells.required("module")?, cells.required("name")?);
    let parent = cells.optional();
    let requires = requires(cells.optional().as_deref(), &id)?;
    let seq = cells.number("seq")?;
    let word = cells.required("state")?;
    let state = RowState::parse(word).ok_or_else(|| broken(format!("{id} has the state `{word}`")))?;
    Ok(Row {
        parent,
        requires,
        seq,
        state,
        steps_done: cells.number("steps_done")?,
        steps_total: cells.number("steps_total")?,
        checksum_up: cells.required("checksum_up")?.to_owned(),
        checksum_down: cells.required("checksum_down")?.to_owned(),
        finished_at: cells.optional(),
        duration_ms: cells.optional().and_then(|number| number.parse().ok()),
        applied_by: cells.optional(),
        steps_back: cells.optional().and_then(|json| Some(StoredDown::parse(&json).ok()?.steps.len())),
        trail: Trail::default(),
        id,
    })
}

fn requires(json: Option<&str>, id: &Id) -> Result<Vec<Id>, Error> {
    let Some(json) = json else { return Ok(Vec::new()) };
    let list: Vec<(String, String)> = serde_json::from_str(json).map_err(|error| {
        broken(format!("what {id} requires is no list of module and migration ({error})"))
    })?;
    Ok(list.into_iter().map(|(module, name)| Id { module, name }).collect())
}

fn broken(what: String) -> Error {
    Error::BrokenHistory { what }
}

/// The cells of a row, taken one after the other.
struct Cells<'a>(std::slice::Iter<'a, Option<String>>);

impl<'a> Cells<'a> {
    fn next(&mut self) -> Option<&'a str> {
        self.0.next().and_then(Option::as_deref)
    }

    fn optional(&mut self) -> Option<String> {
        self.next().map(str::to_owned)
    }

    fn required(&mut self, what: &str) -> Result<&'a str, Error> {
        self.next().ok_or_else(|| broken(format!("a row has no {what}")))
    }

    fn number<T: std::str::FromStr>(&mut self, what: &str) -> Result<T, Error> {
        let text = self.required(what)?;
        text.parse().map_err(|_| broken(format!("{what} is `{text}`, which is no such number")))
    }
}

/// Reads the stored ways down of some migrations of one module, with one query.
///
/// # Errors
/// [`Error::Database`].
pub(crate) async fn stored_downs(
    session: &mut dyn Session,
    module: &str,
    names: &[&str],
) -> Result<Vec<(String, Option<String>)>, Error> {
    let dialect = session.dialect();
    let names: Vec<String> = names.iter().map(|name| dialect.quote_literal(name)).collect();
    let sql = format!(
        "SELECT {}, {}\nFROM {}\nWHERE {} = {} AND {} IN ({})",
        dialect.quote("name"),
        dialect.quote("down"),
        dialect.quote(MIGRATIONS),
        dialect.quote("module"),
        dialect.quote_literal(module),
        dialect.quote("name"),
        names.join(", ")
    );
    let rows = session.query(&sql).await.map_err(cannot_read)?;
    rows.iter()
        .map(|cells| {
            let mut cells = Cells(cells.iter());
            Ok((cells.required("name")?.to_owned(), cells.optional()))
        })
        .collect()
}

/// Reads the journal of some modules, or all of it, oldest first, with one query.
///
/// # Errors
/// [`Error::Database`], [`Error::BrokenHistory`].
pub(crate) async fn read_journal(
    session: &mut dyn Session,
    modules: Option<&[&str]>,
) -> Result<Vec<JournalEntry>, Error> {
    let dialect = session.dialect();
    let columns = ["id", "at", "run_id", "module", "name", "event", "step", "detail"];
    let columns = columns.map(|name| text(dialect, name, name == "id" || name == "step"));
    let only = modules.map_or(String::new(), |modules| {
        let names: Vec<String> = modules.iter().map(|name| dialect.quote_literal(name)).collect();
        format!("\nWHERE {} IN ({})", dialect.quote("module"), names.join(", "))
    });
    let (columns, journal) = (columns.join(", "), dialect.quote(JOURNAL));
    let sql = format!("SELECT {columns}\nFROM {journal}{only}\nORDER BY {journal}.{}", dialect.quote("id"));
    let rows = session.query(&sql).await.map_err(cannot_read)?;
    rows.iter().map(|cells| entry(&mut Cells(cells.iter()))).collect()
}

fn entry(cells: &mut Cells<'_>) -> Result<JournalEntry, Error> {
    Ok(JournalEntry {
        id: cells.number("journal id")?,
        at: cells.required("time")?.to_owned(),
        run_id: cells.required("run_id")?.to_owned(),
        module: cells.required("module")?.to_owned(),
        name: cells.optional(),
        event: cells.required("event")?.to_owned(),
        step: cells.optional().and_then(|number| number.parse().ok()),
        detail: cells.optional(),
    })
}
