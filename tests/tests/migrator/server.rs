//! Inside a server: pools, policies, and what it costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;
use strobila::dialect::{
    BoxFuture, Connect, DatabaseError, DatabaseErrorKind, Definition, Dialect, Introspection, Row, Session,
    connect,
};
use strobila::migration::{Mariadb, Sqlite};
use strobila::schema::Name;
use strobila::{Error, Id, Policy};

use crate::support::*;

/// Every policy, from an empty database to one that a newer release migrated.
async fn policies(db: &Db, pool: &dyn Connect) {
    let (old, new) = (blog(&three()[..2]), blog(&three()));
    let report = new.ensure(pool, Policy::WarnOnly).await.unwrap();
    assert_eq!((report.pending.len(), db.tables().await.len()), (3, 0));
    let error = new.ensure(pool, Policy::RequireCurrent).await.unwrap_err();
    assert!(matches!(&error, Error::NotCurrent(pending) if pending.len() == 3), "{error}");
    assert!(db.tables().await.is_empty());
    assert_eq!(new.ensure(pool, Policy::Apply).await.unwrap().done.len(), 3);
    let ahead = [Id::new("blog", "M3")];
    for policy in [Policy::Apply, Policy::RequireCurrent, Policy::WarnOnly] {
        let report = new.ensure(pool, policy).await.unwrap();
        assert!(report.done.is_empty() && report.ahead.is_empty());
        assert_eq!(old.ensure(pool, policy).await.unwrap().ahead, ahead);
    }
    let mut edited = three();
    edited[0].up = vec![sql(&["SELECT 1"])].leak();
    for policy in [Policy::Apply, Policy::RequireCurrent] {
        assert_eq!(blog(&edited).ensure(pool, policy).await.unwrap_err().code(), "edited");
    }
    blog(&edited).ensure(pool, Policy::WarnOnly).await.unwrap();
    assert_eq!(db.user_tables().await, ["author", "post", "tag"]);
}

on_all! {
    async fn a_pool_serves_every_policy(db: &Db) {
        if db.target == Sqlite {
            let pool = SqlitePoolOptions::new().max_connections(2).connect(&db.url).await.unwrap();
            policies(db, &pool).await;
            pool.close().await;
        } else if db.target == Mariadb {
            let pool = MySqlPoolOptions::new().max_connections(2).connect(&db.url).await.unwrap();
            policies(db, &pool).await;
            pool.close().await;
        } else {
            let pool = PgPoolOptions::new().max_connections(2).connect(&db.url).await.unwrap();
            policies(db, &pool).await;
            pool.close().await;
        }
    }

    async fn a_small_migration_costs_two_round_trips_more_than_its_transaction(db: &Db) {
        let list: Vec<_> = (0..20)
            .map(|at| {
                let parent = (at > 0).then(|| format!("M{:03}", at - 1));
                table(&format!("M{at:03}"), parent.as_deref(), &format!("t{at}"))
            })
            .collect();
        let counting = Counting { url: db.url.clone(), trips: Arc::default(), locks: Arc::default() };
        let migrator = blog(&list);
        let first = strobila::migrator::Selection { count: Some(1), ..Default::default() };
        migrator.migrate(&counting, &first).await.unwrap();
        let before = counting.trips.swap(0, Ordering::Relaxed);
        assert!(before > 0);
        assert_eq!(migrate(&migrator, &counting).await.unwrap().done.len(), 19);
        // Reading twice is two trips each, the lock is one or two.
        let trips = counting.trips.swap(0, Ordering::Relaxed) - 6;
        // To begin costs none on a server. On MariaDB a migration is marked as running before, in a transaction
        // of its own, and the definition is noted that tells whether its statement took effect.
        let each = if db.target == Mariadb { 6 } else { 5 };
        assert!(trips <= 19 * each, "{trips}");
        let locks = counting.locks.swap(0, Ordering::Relaxed);
        assert!(locks > 0);
        for policy in [Policy::Apply, Policy::RequireCurrent, Policy::WarnOnly] {
            migrator.ensure(&counting, policy).await.unwrap();
            let (trips, locks) =
                (counting.trips.swap(0, Ordering::Relaxed), counting.locks.load(Ordering::Relaxed));
            assert!(trips <= 3 && locks == 0, "{trips} trips, {locks} locks");
        }
        migrator.status(&counting).await.unwrap();
        assert!(counting.trips.load(Ordering::Relaxed) <= 3);
    }
}

async fn a_lost_connection_is_told_and_the_next_run_goes_on(db: &Db) {
    let [m1, _, m3] = three();
    let steps = |wait| vec![sql(&["CREATE TABLE post (id INTEGER)"]), sql(&[wait])];
    let list = |wait| [m1, migration("M2", Some("M1"), steps(wait), vec![]), m3];
    let url = db.url.clone();
    let slow = blog(&list("SELECT pg_sleep(20)"));
    let run = tokio::spawn(async move { migrate(&slow, &url).await });
    let kill = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%' AND state = 'active'";
    for _ in 0..100 {
        if db.list(kill).await == ["1"] {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let error = run.await.unwrap().unwrap_err();
    let Error::Step { at, source } = &error else { panic!("{error}") };
    assert_eq!((at.step, source.kind), (2, DatabaseErrorKind::ConnectionLost), "{error}");
    assert!(error.help().unwrap().contains("db:status blog"), "{:?}", error.help());
    assert_eq!(db.user_tables().await, ["author"]);
    // No lock is left: the next run does not wait.
    let next = blog(&list("SELECT 1")).wait(Duration::from_secs(2));
    assert_eq!(names(&migrate(&next, &db.url).await.unwrap()), ["blog/M2", "blog/M3"]);
}

#[test]
fn a_backend_that_is_terminated_is_told_and_the_next_run_goes_on() {
    on_postgres(|db| Box::pin(a_lost_connection_is_told_and_the_next_run_goes_on(db)));
}

#[tokio::test]
async fn a_database_in_memory_is_migrated_through_its_pool() {
    let options = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let pool = options.connect("sqlite::memory:").await.unwrap();
    let migrator = blog(&three());
    migrator.ensure(&pool, Policy::Apply).await.unwrap();
    sqlx::query("INSERT INTO author (name) VALUES ('a')").execute(&pool).await.unwrap();
    assert!(migrator.ensure(&pool, Policy::RequireCurrent).await.unwrap().pending.is_empty());
}

#[tokio::test]
async fn row_29_a_mistyped_path_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mistyped.db");
    let url = format!("sqlite://{}", file.display());
    let migrator = blog(&three());
    migrate(&migrator, &url).await.unwrap_err();
    migrator.status(&url).await.unwrap_err();
    assert!(!file.exists());
}

/// Counts what a session sends.
struct Counting {
    url: String,
    trips: Arc<AtomicUsize>,
    locks: Arc<AtomicUsize>,
}

impl Connect for Counting {
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, DatabaseError>> {
        Box::pin(async move {
            let inner = connect(&self.url).await?;
            let (trips, locks) = (Arc::clone(&self.trips), Arc::clone(&self.locks));
            Ok(Box::new(Counted { inner, trips, locks }) as Box<dyn Session>)
        })
    }
}

struct Counted {
    inner: Box<dyn Session>,
    trips: Arc<AtomicUsize>,
    locks: Arc<AtomicUsize>,
}

impl Counted {
    fn count(&mut self) -> &mut dyn Session {
        self.trips.fetch_add(1, Ordering::Relaxed);
        &mut *self.inner
    }
}

type Answer<'a, T> = BoxFuture<'a, Result<T, DatabaseError>>;

impl Session for Counted {
    fn dialect(&self) -> &'static dyn Dialect {
        self.inner.dialect()
    }
    fn execute<'a>(&'a mut self, sql: &'a str) -> Answer<'a, ()> {
        self.count().execute(sql)
    }
    fn query<'a>(&'a mut self, sql: &'a str) -> Answer<'a, Vec<Row>> {
        self.count().query(sql)
    }
    fn begin<'a>(&'a mut self, rebuilds: bool) -> Answer<'a, ()> {
        self.count().begin(rebuilds)
    }
    fn commit<'a>(&'a mut self) -> Answer<'a, ()> {
        self.count().commit()
    }
    fn commit_with<'a>(&'a mut self, sql: &'a str) -> Answer<'a, ()> {
        self.count().commit_with(sql)
    }
    fn execute_noted<'a>(&'a mut self, note: &'a str, sql: &'a str) -> Answer<'a, ()> {
        self.count().execute_noted(note, sql)
    }
    fn definition<'a>(&'a mut self, due: &'a str, subject: &'a str) -> Answer<'a, Definition> {
        self.count().definition(due, subject)
    }
    fn rollback<'a>(&'a mut self) -> Answer<'a, ()> {
        self.count().rollback()
    }
    fn rebuild<'a>(&'a mut self, table: &'a str, statements: &'a [&'a str]) -> Answer<'a, ()> {
        self.count().rebuild(table, statements)
    }
    fn lock<'a>(&'a mut self, wait: Duration) -> Answer<'a, ()> {
        self.locks.fetch_add(1, Ordering::Relaxed);
        self.count().lock(wait)
    }
    fn lock_outlasts_transactions(&self) -> bool {
        self.inner.lock_outlasts_transactions()
    }
    fn unlock<'a>(&'a mut self) -> Answer<'a, ()> {
        self.inner.unlock()
    }
    fn has_table<'a>(&'a mut self, table: &'a Name) -> Answer<'a, bool> {
        self.count().has_table(table)
    }
    fn columns<'a>(&'a mut self, name: &'a str) -> Answer<'a, Option<Vec<String>>> {
        self.count().columns(name)
    }
    fn introspect<'a>(&'a mut self) -> Answer<'a, Introspection> {
        self.count().introspect()
    }
    fn same_expressions<'a>(
        &'a mut self,
        table: &'a Name,
        pairs: &'a [(String, String)],
    ) -> Answer<'a, Vec<bool>> {
        self.count().same_expressions(table, pairs)
    }
    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        self.inner.close()
    }
}
