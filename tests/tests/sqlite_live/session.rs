//! The connection: brackets, rebuilds, pools, paths.

use std::time::Duration;

use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use strobila::dialect::{Connect, DatabaseError, DatabaseErrorKind, Row, Session, connect};

async fn memory() -> Box<dyn Session> {
    connect("sqlite::memory:").await.expect("memory opens")
}

async fn run(db: &mut Box<dyn Session>, statements: &[&str]) {
    for sql in statements {
        db.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

async fn one(db: &mut Box<dyn Session>, sql: &str) -> String {
    let rows = db.query(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let values: Vec<String> = rows
        .into_iter()
        .map(|row| row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join("|"))
        .collect();
    values.join(" ")
}

const BLOG: &[&str] = &[
    "CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, parent INTEGER REFERENCES author ON DELETE CASCADE)",
    "CREATE TABLE post (id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES author ON DELETE CASCADE, title TEXT)",
    "CREATE INDEX author_name ON author (name)",
    "CREATE INDEX by_hand ON author (lower(name)) WHERE name <> 'x;y'",
    "CREATE TABLE log (what TEXT)",
    "CREATE TRIGGER author_touch AFTER UPDATE ON author BEGIN INSERT INTO log VALUES (CASE WHEN new.name = 'a' THEN 'A' END); END",
    "CREATE TRIGGER post_ai AFTER INSERT ON post BEGIN UPDATE author SET name = name || '!' WHERE id = new.author; END",
    "CREATE VIEW names AS SELECT id, name FROM author",
    "CREATE VIEW long_names AS SELECT * FROM names WHERE length(name) > 3",
    "CREATE TRIGGER names_ii INSTEAD OF INSERT ON names BEGIN INSERT INTO author (name) VALUES (new.name); END",
    "INSERT INTO author VALUES (1, 'Ada', NULL), (2, 'Bob', 1), (9, 'Cy', 1)",
    "DELETE FROM author WHERE id = 9",
    "INSERT INTO post VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z')",
    "DELETE FROM log",
];

const REBUILD: &[&str] = &[
    r#"CREATE TABLE "strobila_new_author" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL, "parent" INTEGER REFERENCES "author" ON DELETE CASCADE)"#,
    r#"INSERT INTO "strobila_new_author" ("id", "name", "parent") SELECT "id", "name", "parent" FROM "author" ORDER BY rowid"#,
    r#"DROP TABLE "author""#,
    r#"ALTER TABLE "strobila_new_author" RENAME TO "author""#,
    r#"CREATE INDEX "author_name" ON "author" ("name")"#,
];

#[tokio::test]
async fn row_27_a_rebuild_keeps_children_triggers_views_unknown_indexes_and_the_sequence() {
    let mut db = memory().await;
    run(&mut db, BLOG).await;
    let objects = "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name";
    let before = one(&mut db, objects).await;
    db.begin(true).await.unwrap();
    db.rebuild("author", REBUILD).await.unwrap();
    db.commit().await.unwrap();
    assert_eq!(one(&mut db, objects).await, before);
    assert_eq!(one(&mut db, "SELECT count(*) FROM post").await, "3");
    assert_eq!(one(&mut db, "SELECT count(*) FROM author").await, "2");
    assert_eq!(one(&mut db, "SELECT name, seq FROM sqlite_sequence").await, "author|9");
    assert_eq!(one(&mut db, "SELECT count(*) FROM log").await, "0");
    assert_eq!(one(&mut db, "PRAGMA foreign_keys").await, "1");
    assert_eq!(one(&mut db, "PRAGMA legacy_alter_table").await, "0");
    assert_eq!(
        one(&mut db, "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('post')").await,
        "author"
    );
    run(&mut db, &["INSERT INTO names (name) VALUES ('Dora')", "UPDATE author SET name = 'a' WHERE id = 2"])
        .await;
    assert_eq!(one(&mut db, "SELECT max(id) FROM author").await, "10");
    assert_eq!(one(&mut db, "SELECT what FROM log ORDER BY what DESC LIMIT 1").await, "A");
    assert!(db.execute("INSERT INTO post VALUES (7, 77, 'no')").await.is_err());
}

#[tokio::test]
async fn an_index_that_the_statements_drop_is_not_made_again() {
    let mut db = memory().await;
    run(&mut db, BLOG).await;
    db.begin(true).await.unwrap();
    let mut statements = REBUILD[..4].to_vec();
    statements.insert(2, "DROP INDEX \"author_name\"");
    db.rebuild("author", &statements).await.unwrap();
    db.commit().await.unwrap();
    assert_eq!(one(&mut db, "SELECT name FROM sqlite_schema WHERE type = 'index'").await, "by_hand");
}

async fn refused_rebuild(db: &mut Box<dyn Session>, statements: &[&str]) -> DatabaseError {
    let before = one(db, "SELECT sql FROM sqlite_schema ORDER BY type, name").await;
    db.begin(true).await.unwrap();
    let error = match db.rebuild("author", statements).await {
        Ok(()) => db.commit().await.unwrap_err(),
        Err(error) => {
            db.rollback().await.unwrap();
            error
        }
    };
    assert_eq!(one(db, "SELECT sql FROM sqlite_schema ORDER BY type, name").await, before);
    assert_eq!(one(db, "PRAGMA foreign_keys").await, "1");
    assert_eq!(one(db, "PRAGMA legacy_alter_table").await, "0");
    error
}

#[tokio::test]
async fn a_rebuild_that_would_lose_something_is_rolled_back() {
    let mut db = memory().await;
    run(&mut db, BLOG).await;

    let fewer = REBUILD[1].replace("ORDER BY", "WHERE id > 1 ORDER BY");
    let error = refused_rebuild(&mut db, &[REBUILD[0], &fewer, REBUILD[2], REBUILD[3]]).await;
    assert!(error.message.contains("copied 1 of 2 rows"), "{error}");

    let broken = REBUILD[1].replace("SELECT \"id\"", "SELECT \"id\" + 100");
    let error = refused_rebuild(&mut db, &[REBUILD[0], &broken, REBUILD[2], REBUILD[3]]).await;
    assert!(error.message.contains("points at no row of table `author`"), "{error}");

    let without = [
        r#"CREATE TABLE "strobila_new_author" ("id" INTEGER PRIMARY KEY)"#,
        r#"INSERT INTO "strobila_new_author" ("id") SELECT "id" FROM "author""#,
        REBUILD[2],
        REBUILD[3],
    ];
    let error = refused_rebuild(&mut db, &[&without[..], &["DROP INDEX author_name"]].concat()).await;
    assert!(error.message.contains("no such index"), "{error}");
    let error = refused_rebuild(&mut db, &[&["DROP INDEX author_name"], &without[..]].concat()).await;
    assert!(error.message.contains("index `by_hand` of table `author`"), "{error}");
    run(&mut db, &["DROP INDEX by_hand"]).await;
    let error = refused_rebuild(&mut db, &[&["DROP INDEX author_name"], &without[..]].concat()).await;
    assert!(error.message.contains("view `names` no longer works"), "{error}");
    run(&mut db, &["DROP VIEW long_names", "DROP VIEW names"]).await;
    let error = refused_rebuild(&mut db, &[&["DROP INDEX author_name"], &without[..]].concat()).await;
    assert!(error.message.contains("a trigger on"), "{error}");
}

#[tokio::test]
async fn violations_that_were_there_before_do_not_stop_a_rebuild() {
    let mut db = memory().await;
    run(&mut db, BLOG).await;
    run(
        &mut db,
        &["PRAGMA foreign_keys = OFF", "INSERT INTO post VALUES (8, 88, 'lost')", "PRAGMA foreign_keys = ON"],
    )
    .await;
    db.begin(true).await.unwrap();
    db.rebuild("author", REBUILD).await.unwrap();
    db.commit().await.unwrap();
    assert_eq!(one(&mut db, "SELECT count(*) FROM post").await, "4");
}

#[tokio::test]
async fn a_rebuild_needs_its_bracket() {
    let mut db = memory().await;
    run(&mut db, BLOG).await;
    db.begin(false).await.unwrap();
    assert!(db.rebuild("author", REBUILD).await.is_err());
    assert!(db.begin(true).await.is_err());
    assert_eq!(one(&mut db, "PRAGMA foreign_keys").await, "1");
    db.rollback().await.unwrap();
    db.rollback().await.unwrap();
}

#[tokio::test]
async fn values_come_as_text() {
    let mut db = memory().await;
    run(&mut db, &["CREATE TABLE t (a BOOLEAN, b REAL, c BLOB, d TEXT, e DATETIME, f INTEGER)"]).await;
    run(&mut db, &["INSERT INTO t VALUES (1, 1, x'00ff', 'it''s 🪼', '2026-01-02', NULL)"]).await;
    let rows: Vec<Row> = db.query("SELECT *, f IS NULL FROM t").await.unwrap();
    let want = [Some("1"), Some("1.0"), Some("00ff"), Some("it's 🪼"), Some("2026-01-02"), None, Some("1")];
    assert_eq!(rows[0].iter().map(Option::as_deref).collect::<Vec<_>>(), want);
    // Uncached: a new column is seen at once.
    run(&mut db, &["ALTER TABLE t ADD COLUMN g"]).await;
    assert_eq!(db.query("SELECT * FROM t").await.unwrap()[0].len(), 7);
    assert!(db.query("SELECT '\0'").await.is_err());
    assert_eq!(db.columns("T").await.unwrap().unwrap().join(","), "a,b,c,d,e,f,g");
    assert_eq!(db.columns("x").await.unwrap(), None);
    assert!(db.has_table(&"t".into()).await.unwrap());
    assert!(!db.has_table(&"t'".into()).await.unwrap());
    let error = db.execute("SELEC 1").await.unwrap_err();
    assert_eq!((error.kind, error.code.as_deref()), (DatabaseErrorKind::Statement, Some("1")));
}

async fn pool(directory: &tempfile::TempDir) -> SqlitePool {
    let url = format!("sqlite://{}?mode=rwc", directory.path().join("a.db").display());
    SqlitePoolOptions::new().max_connections(1).connect(&url).await.unwrap()
}

#[tokio::test]
async fn a_pool_gets_its_connection_back_as_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let pool = pool(&directory).await;
    sqlx::raw_sql("PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 77").execute(&pool).await.unwrap();
    let mut db = pool.session().await.unwrap();
    run(&mut db, BLOG).await;
    assert_eq!(one(&mut db, "PRAGMA foreign_keys").await, "1");
    db.begin(true).await.unwrap();
    db.rebuild("author", &REBUILD[..2]).await.unwrap();
    db.close().await;
    let after: (i64,) = sqlx::query_as("PRAGMA foreign_keys").fetch_one(&pool).await.unwrap();
    assert_eq!(after.0, 0);
    let after: (i64,) = sqlx::query_as("PRAGMA busy_timeout").fetch_one(&pool).await.unwrap();
    assert_eq!(after.0, 77);
    let tables: (i64,) = sqlx::query_as("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'strobila%'")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(tables.0, 0);
}

#[tokio::test]
async fn a_session_that_is_dropped_inside_a_transaction_never_goes_back_to_the_pool() {
    let directory = tempfile::tempdir().unwrap();
    let pool = pool(&directory).await;
    let mut db = pool.session().await.unwrap();
    db.begin(true).await.unwrap();
    db.execute("CREATE TABLE a (b)").await.unwrap();
    drop(db);
    let mut other = pool.session().await.unwrap();
    assert_eq!(one(&mut other, "SELECT count(*) FROM sqlite_schema").await, "0");
    other.begin(false).await.unwrap();
    other.commit().await.unwrap();
    other.close().await;
}

#[tokio::test]
async fn a_busy_file_is_waited_for_and_then_named() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", directory.path().join("a.db").display());
    let mut one = connect(&url).await.unwrap();
    let mut other = connect(&url).await.unwrap();
    one.begin(false).await.unwrap();
    one.execute("CREATE TABLE a (b)").await.unwrap();
    let started = std::time::Instant::now();
    let error = other.lock(Duration::from_millis(300)).await.unwrap_err();
    assert_eq!(error.kind, DatabaseErrorKind::Locked);
    assert!(started.elapsed() >= Duration::from_millis(250), "{:?}", started.elapsed());
    assert!(error.help.is_some());
    assert_eq!(error.message, "another connection is writing to the file; SQLite does not tell which");
    one.commit().await.unwrap();
    // What a run has committed of itself can be read while it works.
    one.execute(
        "CREATE TABLE strobila_migrations (module, name, seq, state, applied_by, started_at); \
         INSERT INTO strobila_migrations VALUES ('blog', 'M1', 1, 'running', 'ana', '2026-11-20T13:26:00Z')",
    )
    .await
    .unwrap();
    one.begin(false).await.unwrap();
    let error = other.lock(Duration::ZERO).await.unwrap_err();
    let who = "by the history ana has been running blog/M1 since 2026-11-20T13:26:00Z";
    assert!(error.message.ends_with(who), "{error}");
    one.commit().await.unwrap();
    other.lock(Duration::from_millis(300)).await.unwrap();
    other.begin(true).await.unwrap();
    other.rollback().await.unwrap();
    other.unlock().await.unwrap();
}

async fn connect_error(url: &str) -> DatabaseError {
    match connect(url).await {
        Ok(_) => panic!("{url} opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_mistyped_path_creates_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("shpo.db");
    let error = connect_error(&format!("sqlite://{}", file.display())).await;
    assert_eq!(error.kind, DatabaseErrorKind::Connect);
    assert!(error.message.contains("shpo.db"), "{error}");
    let help = error.help.unwrap();
    assert!(help.contains("db:migrate --create") && help.contains("?mode=rwc"), "{help}");
    assert!(!file.exists());

    std::fs::write(
        &file,
        "this is no database, but it is long enough to have a header of 100 bytes. ".repeat(9),
    )
    .unwrap();
    let error = connect_error(&format!("sqlite://{}", file.display())).await;
    assert_eq!(error.kind, DatabaseErrorKind::Connect);
    assert!(error.message.contains("shpo.db"), "{error}");
    assert_eq!(connect_error("sqlite://").await.kind, DatabaseErrorKind::Url);
    assert_eq!(connect_error("sqlite://a.db?mode=rwx").await.kind, DatabaseErrorKind::Url);
    let error = connect_error(&format!("sqlite://{}/none/a.db?mode=rwc", directory.path().display())).await;
    assert_eq!(error.kind, DatabaseErrorKind::Connect);
    for url in ["sqlite::memory:", "sqlite://:memory:"] {
        connect(url).await.unwrap().close().await;
    }
}

#[tokio::test]
async fn expressions_are_judged_by_what_they_compile_to() {
    let mut db = memory().await;
    run(&mut db, &["CREATE TABLE t (a TEXT, b INTEGER)"]).await;
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    let pairs = [
        pair("length(a)>0 and b is not null", "( LENGTH(\"a\") > 0 ) AND (b NOTNULL)"),
        pair("b > 0", "b >= 1"),
        pair("a <> ''", "a <> 'q'"),
        pair("nothing", "nothing"),
        pair("a -- one", "a"),
        pair("1; DROP TABLE t; --", "1"),
        pair("x'0001'", "x'0002'"),
        pair("x'00AB'", "( X'00ab' )"),
    ];
    let same = db.same_expressions(&"t".into(), &pairs).await.unwrap();
    assert_eq!(same, [true, false, false, false, true, false, false, true]);
    assert!(db.has_table(&"t".into()).await.unwrap());
}
