//! Sessions that are counted, and what the server behind them uses.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use strobila::dialect::{
    BoxFuture, Connect, DatabaseError, Definition, Dialect, Introspection, Row, Session, connect,
};
use strobila::schema::Name;

use crate::cpu;

/// What the sessions of a database did.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Counts {
    /// Calls that go to the server, each of them once.
    pub(crate) trips: usize,
    /// Locks that were taken.
    pub(crate) locks: usize,
    /// What the server's processes used; zero where the database is in this process.
    pub(crate) server: Duration,
}

/// A database that counts what is asked of it.
pub(crate) struct Counted {
    url: String,
    counts: Arc<Mutex<Counts>>,
}

impl Counted {
    pub(crate) fn new(url: String) -> Self {
        Counted { url, counts: Arc::default() }
    }

    /// What was counted since the last call.
    pub(crate) fn take(&self) -> Counts {
        std::mem::take(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Connect for Counted {
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, DatabaseError>> {
        Box::pin(async move {
            let mut session = connect(&self.url).await?;
            let process = match self.url.starts_with("postgres") {
                true => {
                    session.query("SELECT pg_backend_pid()").await?.pop().and_then(|mut row| row.pop()?)
                }
                false => None,
            };
            let before = process.as_deref().and_then(cpu::of).unwrap_or_default();
            let counts = self.counts.clone();
            Ok(Box::new(CountedSession { session, counts, process, before }) as Box<dyn Session>)
        })
    }
}

struct CountedSession {
    session: Box<dyn Session>,
    counts: Arc<Mutex<Counts>>,
    process: Option<String>,
    /// What the server's process had used when it was there.
    before: Duration,
}

impl CountedSession {
    fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn inner(&mut self) -> &mut dyn Session {
        self.count(|counts| counts.trips += 1);
        &mut *self.session
    }
}

impl Session for CountedSession {
    fn dialect(&self) -> &'static dyn Dialect {
        self.session.dialect()
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.inner().execute(sql)
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        self.inner().query(sql)
    }

    fn begin<'a>(&'a mut self, rebuilds: bool) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.inner().begin(rebuilds)
    }

    fn commit<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.inner().commit()
    }

    fn commit_with<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.inner().commit_with(sql)
    }

    fn execute_noted<'a>(
        &'a mut self,
        note: &'a str,
        sql: &'a str,
    ) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.inner().execute_noted(note, sql)
    }

    fn definition<'a>(
        &'a mut self,
        due: &'a str,
        subject: &'a str,
    ) -> BoxFuture<'a, Result<Definition, DatabaseError>> {
        self.inner().definition(due, subject)
    }

    fn rollback<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.inner().rollback()
    }

    fn rebuild<'a>(
        &'a mut self,
        table: &'a str,
        statements: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.inner().rebuild(table, statements)
    }

    fn lock<'a>(&'a mut self, wait: Duration) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.count(|counts| counts.locks += 1);
        self.inner().lock(wait)
    }

    fn lock_outlasts_transactions(&self) -> bool {
        self.session.lock_outlasts_transactions()
    }

    fn unlock<'a>(&'a mut self) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.inner().unlock()
    }

    fn has_table<'a>(&'a mut self, table: &'a Name) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        self.inner().has_table(table)
    }

    fn columns<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<Option<Vec<String>>, DatabaseError>> {
        self.inner().columns(name)
    }

    fn introspect<'a>(&'a mut self) -> BoxFuture<'a, Result<Introspection, DatabaseError>> {
        self.inner().introspect()
    }

    fn same_expressions<'a>(
        &'a mut self,
        table: &'a Name,
        pairs: &'a [(String, String)],
    ) -> BoxFuture<'a, Result<Vec<bool>, DatabaseError>> {
        self.inner().same_expressions(table, pairs)
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        let used = self.process.as_deref().and_then(cpu::of).unwrap_or_default();
        self.count(|counts| counts.server += used.saturating_sub(self.before));
        self.session.close()
    }
}
