//! The texts that make and change the history. They go to the server with what they record, in one
//! round trip and one transaction.

use super::{FORMAT, JOURNAL, META, MIGRATIONS, OLDEST_READER, RowState, StoredDown};
use crate::Target;
use crate::dialect::Dialect;
use crate::error::Id;
use crate::migration::{Direction, Migration, checksum};
use crate::migrator::{Labels, steps_on};

/// Writes texts for one database, one run.
pub(crate) struct Writer<'a> {
    pub(crate) dialect: &'static dyn Dialect,
    pub(crate) labels: &'a Labels,
    pub(crate) run_id: &'a str,
}

/// A row to be inserted.
pub(crate) struct Record<'a> {
    pub(crate) module: &'a str,
    pub(crate) migration: &'a Migration<'static>,
    pub(crate) seq: i64,
    pub(crate) state: RowState,
    /// How many steps it has here.
    pub(crate) steps: usize,
    /// `file`, `baseline` or `repair`.
    pub(crate) origin: &'static str,
    pub(crate) started_at: &'a str,
    /// None while it runs.
    pub(crate) finished_at: Option<&'a str>,
    pub(crate) duration_ms: Option<u64>,
}

/// A journal row to be inserted.
pub(crate) struct Entry<'a> {
    pub(crate) at: &'a str,
    pub(crate) module: &'a str,
    pub(crate) name: Option<&'a str>,
    pub(crate) event: &'a str,
    pub(crate) step: Option<usize>,
    pub(crate) detail: Option<&'a str>,
}

impl Writer<'_> {
    fn target(&self) -> Target {
        self.dialect.target()
    }

    fn quote(&self, name: &str) -> String {
        self.dialect.quote(name)
    }

    fn text(&self, text: &str) -> String {
        self.dialect.quote_literal(text)
    }

    fn maybe(&self, text: Option<&str>) -> String {
        text.map_or("NULL".to_owned(), |text| self.text(text))
    }

    /// Makes the three tables in their full form.
    pub(crate) fn create(&self) -> String {
        let migrations = [
            "module TEXT NOT NULL",
            "name TEXT NOT NULL",
            "parent TEXT",
            "requires TEXT",
            "seq BIGINT NOT NULL",
            "target TEXT NOT NULL",
            "state TEXT NOT NULL",
            "steps_done BIGINT NOT NULL",
            "steps_total BIGINT NOT NULL",
            "checksum_up TEXT NOT NULL",
            "checksum_down TEXT NOT NULL",
            "origin TEXT NOT NULL",
            "replaced_by TEXT",
            "down TEXT",
            "started_at TEXT NOT NULL",
            "finished_at TEXT",
            "duration_ms BIGINT",
            "applied_by TEXT",
            "tool_version TEXT NOT NULL",
            "run_id TEXT NOT NULL",
            "ticket TEXT",
            "repository TEXT",
            "commit TEXT",
            "labels TEXT",
        ];
        let journal = [
            "id BIGINT NOT NULL",
            "at TEXT NOT NULL",
            "run_id TEXT NOT NULL",
            "module TEXT NOT NULL",
            "name TEXT",
            "event TEXT NOT NULL",
            "step BIGINT",
            "detail TEXT",
        ];
        let meta = ["key TEXT NOT NULL", "value TEXT NOT NULL"];
        // `MIGRATIONS` is what tells that they are there: where each commits by itself, it comes last.
        let mut sql = self.create_table(JOURNAL, &journal, &["id"]);
        sql.push_str(&self.create_table(META, &meta, &["key"]));
        sql.push_str(&self.create_table(MIGRATIONS, &migrations, &["module", "name"]));
        for (key, value) in [
            ("format", Some(FORMAT.to_string())),
            ("oldest_reader", Some(OLDEST_READER.to_string())),
            ("environment", self.labels.environment.clone()),
        ] {
            if let Some(value) = value {
                sql.push_str(&self.insert(META, &[("key", self.text(key)), ("value", self.text(&value))]));
            }
        }
        sql
    }

    fn create_table(&self, table: &str, columns: &[&str], key: &[&str]) -> String {
        let columns = columns.iter().map(|column| {
            let (name, rest) = column.split_once(' ').expect("each column above has a name and a type");
            (name, rest)
        });
        format!("{};\n", self.dialect.own_table(table, &columns.collect::<Vec<_>>(), key))
    }

    fn insert(&self, table: &str, cells: &[(&str, String)]) -> String {
        let names: Vec<String> = cells.iter().map(|(name, _)| self.quote(name)).collect();
        let values: Vec<&str> = cells.iter().map(|(_, value)| value.as_str()).collect();
        format!("INSERT INTO {} ({})\nVALUES ({});\n", self.quote(table), names.join(", "), values.join(", "))
    }

    /// Inserts the row of a migration, its way down included.
    pub(crate) fn insert_row(&self, record: &Record<'_>) -> String {
        let migration = record.migration;
        let target = self.target();
        let requires = requires(migration);
        let done = match record.state {
            RowState::Applied => record.steps,
            RowState::Running | RowState::Failed | RowState::RollingBack | RowState::RollbackFailed => 0,
        };
        let labels = self.labels;
        let cells = [
            ("module", self.text(record.module)),
            ("name", self.text(migration.name)),
            ("parent", self.maybe(migration.after)),
            ("requires", self.maybe(requires.as_deref())),
            ("seq", record.seq.to_string()),
            ("target", self.text(target.as_str())),
            ("state", self.text(record.state.as_str())),
            ("steps_done", done.to_string()),
            ("steps_total", record.steps.to_string()),
            ("checksum_up", self.text(&checksum(migration, Direction::Up, target))),
            ("checksum_down", self.text(&checksum(migration, Direction::Down, target))),
            ("origin", self.text(record.origin)),
            ("down", self.text(&StoredDown::of(migration, target).to_json())),
            ("started_at", self.text(record.started_at)),
            ("finished_at", self.maybe(record.finished_at)),
            ("duration_ms", record.duration_ms.map_or("NULL".to_owned(), |ms| ms.to_string())),
            ("applied_by", self.maybe(labels.applied_by.as_deref())),
            ("tool_version", self.text(&labels.tool_version)),
            ("run_id", self.text(self.run_id)),
            ("ticket", self.maybe(labels.ticket.as_deref())),
            ("repository", self.maybe(labels.repository.as_deref())),
            ("commit", self.maybe(labels.commit.as_deref())),
            ("labels", self.maybe(labels.labels.as_deref())),
        ];
        self.insert(MIGRATIONS, &cells)
    }

    /// Records how far a migration is.
    pub(crate) fn progress(&self, id: &Id, state: RowState, done: usize) -> String {
        self.update(id, &[("state", self.text(state.as_str())), ("steps_done", done.to_string())])
    }

    /// Records that a way down begins, and whose run it is. How many steps the way up had stays: a row that
    /// is put back is as it was.
    pub(crate) fn turn_back(&self, id: &Id) -> String {
        self.update(
            id,
            &[
                ("state", self.text(RowState::RollingBack.as_str())),
                ("steps_done", "0".to_owned()),
                ("run_id", self.text(self.run_id)),
            ],
        )
    }

    /// Records that a way down was given up before it began.
    pub(crate) fn keep(&self, id: &Id) -> String {
        let state = self.text(RowState::Applied.as_str());
        self.update(id, &[("state", state), ("steps_done", self.quote("steps_total"))])
    }

    /// Records what an applied migration is in its file now, its way down included.
    pub(crate) fn accept(&self, id: &Id, migration: &Migration<'static>) -> String {
        let target = self.target();
        let steps = steps_on(migration, Direction::Up, target).len().to_string();
        self.update(
            id,
            &[
                ("parent", self.maybe(migration.after)),
                ("requires", self.maybe(requires(migration).as_deref())),
                ("steps_done", steps.clone()),
                ("steps_total", steps),
                ("checksum_up", self.text(&checksum(migration, Direction::Up, target))),
                ("checksum_down", self.text(&checksum(migration, Direction::Down, target))),
                ("down", self.text(&StoredDown::of(migration, target).to_json())),
            ],
        )
    }

    /// Records that a migration of several groups is applied, as its file is now: what was not in yet may
    /// have been mended since it began.
    pub(crate) fn finish(&self, record: &Record<'_>) -> String {
        let (migration, target) = (record.migration, self.target());
        let duration_ms = record.duration_ms.map_or("NULL".to_owned(), |ms| ms.to_string());
        let cells = [
            ("state", self.text(RowState::Applied.as_str())),
            ("steps_done", record.steps.to_string()),
            ("steps_total", record.steps.to_string()),
            ("checksum_up", self.text(&checksum(migration, Direction::Up, target))),
            ("checksum_down", self.text(&checksum(migration, Direction::Down, target))),
            ("down", self.text(&StoredDown::of(migration, target).to_json())),
            ("finished_at", self.maybe(record.finished_at)),
            ("duration_ms", duration_ms),
        ];
        self.update(&Id::new(record.module, migration.name), &cells)
    }

    /// Records that another run goes on with a migration. `steps` is how many the way up has now; none on
    /// the way down.
    pub(crate) fn resume(&self, id: &Id, state: RowState, steps: Option<usize>) -> String {
        let mut cells = vec![("state", self.text(state.as_str())), ("run_id", self.text(self.run_id))];
        cells.extend(steps.map(|steps| ("steps_total", steps.to_string())));
        self.update(id, &cells)
    }

    fn update(&self, id: &Id, cells: &[(&str, String)]) -> String {
        let cells: Vec<String> =
            cells.iter().map(|(name, value)| format!("{} = {value}", self.quote(name))).collect();
        format!("UPDATE {}\nSET {}\nWHERE {};\n", self.quote(MIGRATIONS), cells.join(", "), self.only(id))
    }

    fn only(&self, id: &Id) -> String {
        let (module, name) = (self.text(&id.module), self.text(&id.name));
        format!("{} = {module} AND {} = {name}", self.quote("module"), self.quote("name"))
    }

    /// Removes the row of a migration that was rolled back.
    pub(crate) fn delete(&self, id: &Id) -> String {
        format!("DELETE FROM {}\nWHERE {};\n", self.quote(MIGRATIONS), self.only(id))
    }

    /// Gives the rows of a module its new name.
    pub(crate) fn rename_module(&self, from: &str, to: &str) -> String {
        format!(
            "UPDATE {}\nSET {module} = {}\nWHERE {module} = {};\n",
            self.quote(MIGRATIONS),
            self.text(to),
            self.text(from),
            module = self.quote("module"),
        )
    }

    /// Replaces what a migration requires.
    pub(crate) fn set_requires(&self, id: &Id, requires: &[Id]) -> String {
        let pairs: Vec<(&str, &str)> = requires.iter().map(|id| (&*id.module, &*id.name)).collect();
        let json = serde_json::to_string(&pairs).expect("texts are always JSON");
        self.update(id, &[("requires", self.text(&json))])
    }

    /// Adds a journal row under a number of its own, or under the next free one.
    pub(crate) fn journal(&self, number: Option<i64>, entry: &Entry<'_>) -> String {
        // MySQL reads no table that it writes, unless through another name.
        let next = || {
            let (id, journal) = (self.quote("id"), self.quote(JOURNAL));
            format!("(SELECT coalesce(max({id}), 0) + 1 FROM (SELECT {id} FROM {journal}) AS known)")
        };
        let cells = [
            ("id", number.map_or_else(next, |number| number.to_string())),
            ("at", self.text(entry.at)),
            ("run_id", self.text(self.run_id)),
            ("module", self.text(entry.module)),
            ("name", self.maybe(entry.name)),
            ("event", self.text(entry.event)),
            ("step", entry.step.map_or("NULL".to_owned(), |step| step.to_string())),
            ("detail", self.maybe(entry.detail)),
        ];
        self.insert(JOURNAL, &cells)
    }

    /// Asks for the greatest journal number.
    pub(crate) fn last_journal(&self) -> String {
        let last = self.dialect.as_text(&format!("coalesce(max({}), 0)", self.quote("id")));
        format!("SELECT {last}\nFROM {}", self.quote(JOURNAL))
    }

    /// Asks which run wrote a journal row.
    pub(crate) fn run_of(&self, number: i64) -> String {
        let [run_id, id, journal] = ["run_id", "id", JOURNAL].map(|name| self.quote(name));
        format!("SELECT {run_id}\nFROM {journal}\nWHERE {id} = {number}")
    }

    /// Asks for the greatest journal number, if the row of a migration still belongs to this run.
    pub(crate) fn still_ours(&self, id: &Id) -> String {
        format!(
            "{}\nWHERE EXISTS (SELECT 1 FROM {} WHERE {} AND {} = {})\nHAVING count(*) > 0",
            self.last_journal(),
            self.quote(MIGRATIONS),
            self.only(id),
            self.quote("run_id"),
            self.text(self.run_id),
        )
    }
}

/// What a migration requires, as its row keeps it.
fn requires(migration: &Migration<'_>) -> Option<String> {
    (!migration.requires.is_empty())
        .then(|| serde_json::to_string(migration.requires).expect("texts are always JSON"))
}
