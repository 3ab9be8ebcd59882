//! A database of its own for each test.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use strobila::Target;
use strobila::dialect::{DatabaseError, Row, Session, connect};

use super::SECRET;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database, gone at the end of its test.
#[derive(Debug)]
pub struct Db {
    /// What it is.
    pub target: Target,
    /// Its URL, with the password [`SECRET`] where there is a server.
    pub url: String,
    /// The server's administrator's URL; empty for SQLite.
    pub admin: String,
    /// Its name on the server; for SQLite the file.
    pub name: String,
    runtime: tokio::runtime::Runtime,
    folder: tempfile::TempDir,
}

/// Runs a test on a database: `sqlite`, `postgres` or `mariadb`. Says loudly when there is no server.
///
/// # Panics
/// When the test does, and for any other word.
pub fn on(word: &str, test: fn(&Db)) {
    let target = match word {
        "sqlite" => Target::Sqlite,
        "postgres" => Target::Postgres,
        "mariadb" => Target::Mariadb,
        other => panic!("`{other}` is no database of the tests"),
    };
    if let Some(db) = Db::new(target) {
        test(&db);
        db.drop_it();
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts")
}

impl Db {
    /// A new, empty database; none when the variable of its server is not set.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn new(target: Target) -> Option<Db> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let runtime = runtime();
        let variable = match target {
            Target::Sqlite => {
                let file = folder.path().join("test.db").display().to_string();
                let url = format!("sqlite://{file}?mode=rwc");
                return Some(Db { target, url, admin: String::new(), name: file, runtime, folder });
            }
            Target::Postgres => "TEST_POSTGRES_URL",
            Target::Mysql | Target::Mariadb => "TEST_MYSQL_URL",
        };
        let Ok(admin) = std::env::var(variable) else {
            eprintln!("LEFT OUT: set {variable} to the admin URL of a throw-away server");
            return None;
        };
        Some(Db::on_server(target, admin, runtime, folder))
    }

    /// A new, empty database on the server of that administrator.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn at(target: Target, admin: &str) -> Db {
        Db::on_server(target, admin.to_owned(), runtime(), tempfile::tempdir().expect("it can be made"))
    }

    fn on_server(
        target: Target,
        admin: String,
        runtime: tokio::runtime::Runtime,
        folder: tempfile::TempDir,
    ) -> Db {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("strobila_faults_{}_{number}", std::process::id());
        let (scheme, rest) = admin.split_once("://").expect("it is a URL");
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        let host = host.split_once('/').map_or(host, |(host, _)| host);
        let url = format!("{scheme}://strobila_faults:{SECRET}@{host}/{name}");
        let db = Db { target, url, admin, name, runtime, folder };
        db.make();
        db
    }

    // A user of its own, so that the URL holds a password whatever the server asks for.
    fn make(&self) {
        static ONE_BY_ONE: Mutex<()> = Mutex::new(());
        let _guard = ONE_BY_ONE.lock();
        let statements = match self.target {
            Target::Postgres => vec![
                format!(
                    "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'strobila_faults') THEN \
                     CREATE ROLE strobila_faults LOGIN SUPERUSER PASSWORD '{SECRET}'; END IF; \
                     EXCEPTION WHEN unique_violation OR duplicate_object THEN NULL; END $$"
                ),
                format!("CREATE DATABASE {} TEMPLATE template0", self.name),
            ],
            Target::Mysql | Target::Mariadb => vec![
                format!("CREATE USER IF NOT EXISTS strobila_faults@'%' IDENTIFIED BY '{SECRET}'"),
                format!("CREATE USER IF NOT EXISTS strobila_faults@localhost IDENTIFIED BY '{SECRET}'"),
                "GRANT ALL ON *.* TO strobila_faults@'%'".to_owned(),
                "GRANT ALL ON *.* TO strobila_faults@localhost".to_owned(),
                format!("CREATE DATABASE {}", self.name),
            ],
            Target::Sqlite => Vec::new(),
        };
        for statement in statements {
            self.admin(&statement);
        }
    }

    /// Runs a statement as the administrator of the server.
    ///
    /// # Panics
    /// When the server refuses it.
    pub fn admin(&self, sql: &str) {
        let done = self.block_on(async {
            let mut session = connect(&self.admin).await?;
            let done = session.execute(sql).await;
            session.close().await;
            done
        });
        done.unwrap_or_else(|error| panic!("{}: {sql}: {error}", self.target));
    }

    /// Another new, empty database of the same kind.
    pub fn another(&self) -> Db {
        match self.target {
            Target::Sqlite => Db::new(Target::Sqlite).expect("it needs no server"),
            Target::Postgres | Target::Mysql | Target::Mariadb => Db::at(self.target, &self.admin),
        }
    }

    /// Removes it.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn drop_it(self) {
        match self.target {
            Target::Postgres => self.admin(&format!("DROP DATABASE {} WITH (FORCE)", self.name)),
            Target::Mysql | Target::Mariadb => self.admin(&format!("DROP DATABASE {}", self.name)),
            Target::Sqlite => {}
        }
    }

    /// A folder of the test's own.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Awaits something of the tests.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// A session on it.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn session(&self) -> Box<dyn Session> {
        let session = self.block_on(connect(&self.url));
        session.unwrap_or_else(|error| panic!("{}: {error}", self.target))
    }

    /// Runs statements of a test by hand.
    ///
    /// # Panics
    /// When the server refuses one.
    #[track_caller]
    pub fn execute(&self, sql: &str) {
        let done = self.try_execute(sql);
        done.unwrap_or_else(|error| panic!("{}: {sql}: {error}", self.target));
    }

    /// The same, with the server's answer.
    ///
    /// # Errors
    /// The server's.
    pub fn try_execute(&self, sql: &str) -> Result<(), DatabaseError> {
        self.block_on(async {
            let mut session = connect(&self.url).await?;
            let done = session.execute(sql).await;
            session.close().await;
            done
        })
    }

    /// The rows of a query.
    ///
    /// # Panics
    /// When the server refuses it.
    #[track_caller]
    pub fn rows(&self, sql: &str) -> Vec<Row> {
        let rows = self.block_on(async {
            let mut session = connect(&self.url).await?;
            let rows = session.query(sql).await;
            session.close().await;
            rows
        });
        rows.unwrap_or_else(|error| panic!("{}: {sql}: {error}", self.target))
    }

    /// The rows of a query, with `|` between cells.
    #[track_caller]
    pub fn list(&self, sql: &str) -> Vec<String> {
        let shown = |cell: Option<String>| cell.unwrap_or_else(|| "NULL".to_owned());
        let line = |row: Row| row.into_iter().map(shown).collect::<Vec<_>>().join("|");
        self.rows(sql).into_iter().map(line).collect()
    }

    /// The whole of a history table, empty when it is not there: `history("strobila_journal", &["event"])`.
    pub fn history(&self, table: &str, columns: &[&str]) -> Vec<String> {
        let order = if table == "strobila_migrations" { "seq" } else { "id" };
        let mut session = self.session();
        let dialect = session.dialect();
        let cells: Vec<String> = columns.iter().map(|name| dialect.quote(name)).collect();
        let sql = format!("SELECT {} FROM {table} ORDER BY {order}", cells.join(", "));
        let rows = self.block_on(async {
            let rows = session.query(&sql).await;
            session.close().await;
            rows
        });
        let shown = |cell: Option<String>| cell.unwrap_or_else(|| "NULL".to_owned());
        let line = |row: Row| row.into_iter().map(shown).collect::<Vec<_>>().join("|");
        rows.unwrap_or_default().into_iter().map(line).collect()
    }

    /// Everything that is not the history: the schema as it is read back, and every row of every table.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn state(&self) -> String {
        let state = self.block_on(async {
            let mut session = connect(&self.url).await?;
            let state = state(&mut *session).await;
            session.close().await;
            state
        });
        state.unwrap_or_else(|error| panic!("{}: {error}", self.target))
    }

    /// Who holds the migration lock, after up to `patience`; none when it is free by then.
    pub fn lock_holder(&self, patience: Duration) -> Option<String> {
        let started = Instant::now();
        loop {
            let taken = self.block_on(async {
                let mut session = connect(&self.url).await?;
                let taken = session.lock(Duration::ZERO).await;
                session.close().await;
                taken
            });
            match taken {
                Ok(()) => return None,
                Err(error) if started.elapsed() > patience => return Some(error.to_string()),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }
}

/// See [`Db::state`].
pub(super) async fn state(session: &mut dyn Session) -> Result<String, DatabaseError> {
    let found = session.introspect().await?;
    let mut text = format!("{:#?}\n{:#?}\n", found.schema, found.unexpressed);
    for name in found.schema.tables.keys() {
        let sql = format!("SELECT * FROM {}", session.dialect().quote_name(name));
        let rows = session.query(&sql).await?;
        let mut lines: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
        lines.sort_unstable();
        text.push_str(&format!("{name}:\n{}\n", lines.join("\n")));
    }
    Ok(text)
}
