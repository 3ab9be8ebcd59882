//! Databases of their own, and modules made by hand.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use strobila::dialect::{BoxFuture, Connect, Session, connect};
use strobila::migration::*;
use strobila::migrator::{Consent, Migrator, Report, RollbackTo, Selection, State};
use strobila::{Error, Migrations, Module};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A new, empty database.
pub(crate) struct Db {
    pub(crate) url: String,
    pub(crate) target: Target,
    file: Option<PathBuf>,
}

impl Db {
    pub(crate) async fn session(&self) -> Box<dyn Session> {
        connect(&self.url).await.expect("the database was just made")
    }

    /// A session in which the tests' own SQL means the same on every database.
    async fn standard(&self) -> Box<dyn Session> {
        let mut session = self.session().await;
        if self.target == Mariadb {
            let mode = "SET SESSION sql_mode = concat(@@sql_mode, ',PIPES_AS_CONCAT,ANSI_QUOTES')";
            session.execute(mode).await.expect("the mode is known");
        }
        session
    }

    pub(crate) async fn execute(&self, sql: &str) {
        let mut session = self.standard().await;
        session.execute(sql).await.expect("the test's SQL is right");
        session.close().await;
    }

    /// The first column of a query.
    pub(crate) async fn list(&self, sql: &str) -> Vec<String> {
        let mut session = self.standard().await;
        let rows = session.query(sql).await.expect("the test's SQL is right");
        session.close().await;
        rows.into_iter().map(|row| row.into_iter().next().flatten().unwrap_or_default()).collect()
    }

    /// Every table, ours included, sorted.
    pub(crate) async fn tables(&self) -> Vec<String> {
        self.list(match self.target {
            Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
            Mariadb => {
                "SELECT table_name FROM information_schema.tables WHERE table_schema = database() ORDER BY 1"
            }
            _ => "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
        })
        .await
    }

    /// Every table that is not ours, sorted.
    pub(crate) async fn user_tables(&self) -> Vec<String> {
        let mut tables = self.tables().await;
        tables.retain(|name| !name.starts_with("strobila_"));
        tables
    }

    /// `module/name state` of every history row, in the order they were applied.
    pub(crate) async fn rows(&self) -> Vec<String> {
        self.list("SELECT module || '/' || name || ' ' || state FROM strobila_migrations ORDER BY seq").await
    }

    /// `event module/name` of the whole journal, but for what stands before each statement that commits
    /// by itself.
    pub(crate) async fn journal(&self) -> Vec<String> {
        self.list(
            "SELECT event || ' ' || module || '/' || coalesce(name, '') FROM strobila_journal
             WHERE event <> 'begun' ORDER BY id",
        )
        .await
    }

    /// All that must not change when nothing is written: on SQLite the very bytes.
    pub(crate) async fn everything(&self) -> Vec<String> {
        let mut all = self.tables().await;
        for table in self.tables().await {
            let sql = match self.target {
                Sqlite => format!("SELECT count(*) FROM \"{table}\""),
                Mariadb => format!("CHECKSUM TABLE \"{table}\" EXTENDED"),
                _ => format!("SELECT count(*) || max(xmin::text) FROM \"{table}\""),
            };
            let mut session = self.standard().await;
            let rows = session.query(&sql).await.expect("the test's SQL is right");
            session.close().await;
            all.extend(rows.into_iter().flatten().flatten());
        }
        if let Some(file) = &self.file {
            all.push(format!("{:?}", std::fs::read(file).expect("the file is there")));
        }
        all
    }
}

/// What another run leaves in the journal.
pub(crate) const ANOTHER_RUN: &str = "INSERT INTO strobila_journal (id, at, run_id, module, event)
    SELECT max(id) + 1, '', '', 'blog', 'x' FROM strobila_journal";

/// What a test is, for every database.
pub(crate) type Test = for<'a> fn(&'a Db) -> BoxFuture<'a, ()>;

fn block_on(future: impl Future<Output = ()>) {
    tokio::runtime::Runtime::new().expect("a runtime starts").block_on(future);
}

pub(crate) fn on_sqlite(test: Test) {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("test.db");
        let url = format!("sqlite://{}?mode=rwc", file.display());
        test(&Db { url, target: Sqlite, file: Some(file) }).await;
    });
}

/// Says loudly when there is no server to run it on.
pub(crate) fn on_postgres(test: Test) {
    let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("LEFT OUT: set TEST_POSTGRES_URL to the admin URL of a throw-away PostgreSQL server");
        return;
    };
    block_on(async {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("strobila_migrator_{}_{number}", std::process::id());
        let mut server = connect(&admin).await.expect("TEST_POSTGRES_URL names a server");
        server.execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).await.expect("may create");
        let (base, _) = admin.rsplit_once('/').expect("the URL names a database");
        // A test that fails leaves its database behind, to be looked at.
        test(&Db { url: format!("{base}/{name}"), target: Postgres, file: None }).await;
        server.execute(&format!("DROP DATABASE {name} WITH (FORCE)")).await.expect("may drop");
        server.close().await;
    });
}

/// Says loudly when there is no server to run it on.
pub(crate) fn on_mariadb(test: Test) {
    let Ok(admin) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: set TEST_MYSQL_URL to the admin URL of a throw-away MariaDB server");
        return;
    };
    block_on(async {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("strobila_migrator_{}_{number}", std::process::id());
        let mut server = connect(&admin).await.expect("TEST_MYSQL_URL names a server");
        server.execute(&format!("CREATE DATABASE {name}")).await.expect("may create");
        let (base, _) = admin.rsplit_once('/').expect("the URL ends in `/` or a database");
        // A test that fails leaves its database behind, to be looked at.
        test(&Db { url: format!("{base}/{name}"), target: Mariadb, file: None }).await;
        server.execute(&format!("DROP DATABASE {name}")).await.expect("may drop");
        server.close().await;
    });
}

/// Makes tests of each function, one for each database that is named.
macro_rules! tests_on {
    (@ [$($on:ident)*]) => {$(
        #[test]
        fn $on() {
            crate::support::$on(|db| Box::pin(test(db)));
        }
    )*};
    ($list:tt $(async fn $name:ident($db:ident: &Db) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($db: &Db) $body

            crate::support::tests_on!(@ $list);
        }
    )*};
}
pub(crate) use tests_on;

/// Makes tests on SQLite and PostgreSQL, where a definition is changed inside a transaction.
macro_rules! on_both {
    ($($tests:tt)*) => { crate::support::tests_on! { [on_sqlite on_postgres] $($tests)* } };
}
pub(crate) use on_both;

/// Makes tests on every database.
macro_rules! on_all {
    ($($tests:tt)*) => { crate::support::tests_on! { [on_sqlite on_postgres on_mariadb] $($tests)* } };
}
pub(crate) use on_all;

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn texts(list: &[&str]) -> &'static [&'static str] {
    list.iter().map(|one| text(one)).collect::<Vec<_>>().leak()
}

/// A step of statements that are equal everywhere.
pub(crate) fn sql(statements: &[&str]) -> Step<'static> {
    step(text(&format!("do {}", statements.join("; ")))).sql(texts(statements))
}

/// A migration for every database, with a way down.
pub(crate) fn migration(
    name: &str,
    after: Option<&str>,
    up: Vec<Step<'static>>,
    down: Vec<Step<'static>>,
) -> Migration<'static> {
    let migration = Migration::new(text(name)).targets(&[Postgres, Mariadb, Sqlite]).up(up.leak());
    let migration = migration.down(Down::Exact, down.leak());
    match after {
        Some(after) => migration.after(text(after)),
        None => migration,
    }
}

/// A migration that makes one table, and drops it on the way down.
pub(crate) fn table(name: &str, after: Option<&str>, table: &str) -> Migration<'static> {
    let up = sql(&[&format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY, name TEXT)")]);
    migration(name, after, vec![up], vec![sql(&[&format!("DROP TABLE {table}")])])
}

pub(crate) fn requiring(migration: Migration<'static>, requires: &[(&str, &str)]) -> Migration<'static> {
    let list: Vec<_> = requires.iter().map(|(module, name)| (text(module), text(name))).collect();
    migration.requires(list.leak())
}

pub(crate) fn module(name: &str, list: &[Migration<'static>]) -> &'static Module {
    let list: Vec<&'static Migration<'static>> = list.iter().map(|one| &*Box::leak(Box::new(*one))).collect();
    let migrations = Migrations { list: list.leak(), manifest_dir: "", file: "migrations/mod.rs" };
    Box::leak(Box::new(Module {
        name: text(name),
        renamed_from: None,
        path: "test",
        models: "test",
        migrations: Box::leak(Box::new(migrations)),
        file: "src/test.rs",
        line: 1,
    }))
}

pub(crate) fn renamed(module: &'static Module, from: &'static str) -> &'static Module {
    Box::leak(Box::new(Module { renamed_from: Some(from), ..*module }))
}

/// The module blog: three tables, one after the other.
pub(crate) fn three() -> [Migration<'static>; 3] {
    [table("M1", None, "author"), table("M2", Some("M1"), "post"), table("M3", Some("M2"), "tag")]
}

pub(crate) fn blog(list: &[Migration<'static>]) -> Migrator {
    Migrator::new(&[module("blog", list)])
}

pub(crate) async fn migrate(migrator: &Migrator, db: &dyn Connect) -> Result<Report, Error> {
    migrator.migrate(db, &Selection::all()).await
}

pub(crate) async fn back(migrator: &Migrator, db: &Db, count: usize) -> Result<Report, Error> {
    migrator.rollback(&db.url, "blog", &RollbackTo::Count(count), Consent::Refused).await
}

/// `name state` of every migration of the first module.
pub(crate) async fn states(migrator: &Migrator, db: &Db) -> Vec<String> {
    let status = migrator.status(&db.url).await.expect("the status can be read");
    let line = |name: &str, state: &State| match state {
        State::Failed { step, of, .. } => format!("{name} failed {step}/{of}"),
        state => format!("{name} {}", state.as_str()),
    };
    status.modules[0].migrations.iter().map(|one| line(&one.name, &one.state)).collect()
}

pub(crate) fn names(report: &Report) -> Vec<String> {
    report.done.iter().map(|done| done.id.to_string()).collect()
}
