use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use strobila::Target;
use strobila::dialect::{Session, connect};
use strobila_tests::faults::{Db, Project, migration_text};

pub(crate) const FIRST: &str = "Migration202611200900";
pub(crate) const SECOND: &str = "Migration202611201000";

/// A project whose first migration, applied already, makes `author` with two rows; the second does `step`.
pub(crate) fn project(db: &Db, environment: &str, step: &str) -> Project {
    let project = Project::empty(db);
    config(&project, db, environment);
    let up = [
        r#"step("make author").sql(&["CREATE TABLE author (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80))"])"#,
        r#"step("two authors").sql(&["INSERT INTO author (id, name) VALUES (1, 'ana'), (2, 'bo')"])"#,
    ];
    let down = [r#"step("drop author").sql(&["DROP TABLE author"])"#];
    project.write("shop", FIRST, &migration_text(FIRST, None, &up, &down));
    project.call("db:migrate").ends(0);
    project.write("shop", SECOND, &migration_text(SECOND, Some(FIRST), &[step], &[]));
    project
}

/// Writes the config: `environment` holds lines of `[env.dev]`.
pub(crate) fn config(project: &Project, db: &Db, environment: &str) {
    project.config(&format!("[env.dev]\nurl = \"{}\"\nallow_loss = true\n{environment}\n", db.url));
}

/// A step that takes about so many seconds and changes a row in the end.
pub(crate) fn slow(seconds: &str) -> String {
    let postgres =
        format!("UPDATE author SET name = 'slow' WHERE id = 1 AND pg_sleep({seconds}) IS NOT NULL");
    let mariadb = format!("UPDATE author SET name = concat('slow', sleep({seconds})) WHERE id = 1");
    // A second or less for four million.
    let rows = seconds.parse::<f64>().expect("it is a number") * 4_000_000.0;
    let sqlite = format!(
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < {rows}) \
         UPDATE author SET name = 'slow' WHERE id = 1 AND (SELECT max(x) FROM c) > 0"
    );
    format!(r#"step("take long").postgres(&["{postgres}"]).mariadb(&["{mariadb}"]).sqlite(&["{sqlite}"])"#)
}

/// Another session with an open transaction that has run `sql`.
pub(crate) struct Blocker<'a> {
    db: &'a Db,
    session: Option<Box<dyn Session>>,
}

impl<'a> Blocker<'a> {
    pub(crate) fn new(db: &'a Db, sql: &str) -> Self {
        let session = db.block_on(async {
            let mut session = connect(&db.url).await?;
            match db.target {
                Target::Sqlite | Target::Postgres => session.execute("BEGIN").await?,
                Target::Mysql | Target::Mariadb => session.execute("START TRANSACTION").await?,
            }
            session.query(sql).await?;
            Ok::<_, strobila::dialect::DatabaseError>(session)
        });
        Blocker { db, session: Some(session.unwrap()) }
    }

    /// Its number on the server.
    pub(crate) fn number(&mut self) -> String {
        let sql = match self.db.target {
            Target::Postgres => "SELECT pg_backend_pid()",
            Target::Mysql | Target::Mariadb | Target::Sqlite => "SELECT connection_id()",
        };
        let session = self.session.as_mut().expect("it holds on until it is dropped");
        self.db.block_on(session.query(sql)).unwrap()[0][0].clone().unwrap()
    }
}

impl Drop for Blocker<'_> {
    fn drop(&mut self) {
        if let Some(mut session) = self.session.take() {
            self.db.block_on(async move {
                session.execute("ROLLBACK").await.unwrap();
                session.close().await;
            });
        }
    }
}

/// A session that reads `author` again and again, and how long one of its reads took at most.
pub(crate) struct Reader {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<Duration>,
}

impl Reader {
    pub(crate) fn new(db: &Db) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let (shared, url) = (Arc::clone(&is_over), db.url.clone());
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut session = connect(&url).await.unwrap();
                let mut longest = Duration::ZERO;
                while !shared.load(Ordering::Relaxed) {
                    let started = Instant::now();
                    session.query("SELECT count(*) FROM author").await.unwrap();
                    longest = longest.max(started.elapsed());
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                session.close().await;
                longest
            })
        });
        Reader { is_over, thread }
    }

    pub(crate) fn longest(self) -> Duration {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().expect("a read does not fail")
    }
}
