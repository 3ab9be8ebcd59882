//! `db:baseline --from`: a project that another tool has migrated so far. The history of sqlx is written by
//! sqlx itself; those of diesel and refinery by the statements that they make their tables with.

#![expect(dead_code, reason = "models are read by their derive only")]

use std::fs;
use std::path::Path;

use sqlx::migrate::Migrator;
use strobila::dialect::connect;
use strobila_generator::predecessor::{Applied, Predecessor};
use strobila_tests::program::{Program, Ran};

#[derive(strobila::Model)]
struct Author {
    #[column(primary_key)]
    id: i64,
    bio: Option<String>,
}

const CONFIG: &str = "targets = [\"sqlite\"]\n[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n";

fn program() -> Program {
    Program::new(CONFIG, &[("blog", module_path!())])
}

/// A command where a runtime is already: it starts one of its own.
fn run(program: &Program, line: &str) -> Ran {
    tokio::task::block_in_place(|| program.run(line))
}

fn done(program: &Program, line: &str) -> Ran {
    let ran = run(program, line);
    assert_eq!(ran.code, 0, "{line}: {ran:?}");
    ran
}

async fn execute(program: &Program, sql: &str) {
    let url = format!("sqlite://{}?mode=rwc", program.path().join("dev.db").display());
    let mut session = connect(&url).await.unwrap();
    session.execute(sql).await.unwrap();
    session.close().await;
}

/// Writes files of SQL, and lets sqlx run them.
async fn migrated_by_sqlx(
    program: &Program,
    files: &[(&str, &str)],
) -> Result<(), sqlx::migrate::MigrateError> {
    let folder = program.path().join("migrations");
    fs::create_dir_all(&folder).unwrap();
    for (name, sql) in files {
        fs::write(folder.join(name), sql).unwrap();
    }
    let migrator = Migrator::new(folder).await?;
    let url = format!("sqlite://{}?mode=rwc", program.path().join("dev.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let ran = migrator.run(&pool).await;
    pool.close().await;
    ran
}

const TABLE: (&str, &str) = ("0001_author.up.sql", "CREATE TABLE author (id INTEGER PRIMARY KEY NOT NULL);");
const BACK: (&str, &str) = ("0001_author.down.sql", "DROP TABLE author;");
const BIO: (&str, &str) = ("0002_bio.up.sql", "ALTER TABLE author ADD COLUMN bio TEXT;");

#[tokio::test(flavor = "multi_thread")]
async fn what_sqlx_has_migrated_is_taken_over_once_it_has_run_all_it_has() {
    let program = program();
    migrated_by_sqlx(&program, &[TABLE, BACK]).await.unwrap();
    done(&program, "db:generate blog --name start");

    fs::write(program.path().join("migrations").join(BIO.0), BIO.1).unwrap();
    let ran = run(&program, "db:baseline blog --from sqlx");
    assert_eq!(ran.code, 7, "{ran:?}");
    assert!(ran.err.contains("sqlx has not run here: 0002_bio.up.sql"), "{ran:?}");
    assert!(ran.err.contains("sqlx migrate run"), "{ran:?}");

    migrated_by_sqlx(&program, &[]).await.unwrap();
    let ran = done(&program, "db:baseline blog --from sqlx");
    assert!(ran.out.contains("marked as applied blog/Migration"), "{ran:?}");
    assert!(ran.err.contains("_sqlx_migrations stays"), "{ran:?}");
    let history = done(&program, "db:history --format json").json();
    let last = history["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["event"], "baselined", "{history}");
    assert_eq!(last["detail"], "taken over from sqlx: 2 migrations, the last 2 (bio)", "{history}");
    done(&program, "db:status --exit-code");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_did_not_end_is_named_and_nothing_is_marked() {
    let program = program();
    migrated_by_sqlx(&program, &[TABLE, BACK, BIO]).await.unwrap();
    execute(&program, "UPDATE _sqlx_migrations SET success = 0 WHERE version = 2").await;
    done(&program, "db:generate blog --name start");
    let ran = run(&program, "db:baseline blog --from sqlx");
    assert_eq!(ran.code, 7, "{ran:?}");
    assert!(ran.err.contains("a migration of sqlx did not end: 2 (bio)"), "{ran:?}");
    assert_eq!(run(&program, "db:status --exit-code").code, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_not_what_the_models_say_is_refused_whatever_the_other_tool_says() {
    let program = program();
    migrated_by_sqlx(&program, &[TABLE, BACK]).await.unwrap();
    done(&program, "db:generate blog --name start");
    let ran = run(&program, "db:baseline blog --from sqlx");
    assert_eq!(ran.code, 7, "{ran:?}");
    assert!(ran.err.contains("it would still need"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_history_the_tool_has_not_run() {
    let program = program();
    execute(&program, &format!("{} {}", TABLE.1, BIO.1)).await;
    done(&program, "db:generate blog --name start");
    let ran = run(&program, "db:baseline blog --from diesel");
    assert_eq!(ran.code, 7, "{ran:?}");
    assert!(ran.err.contains("no table __diesel_schema_migrations"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn diesel_s_and_refinery_s_histories_are_read_and_compared_with_their_files() {
    let histories = [
        (
            "diesel",
            "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, \
             run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP); \
             INSERT INTO __diesel_schema_migrations (version) VALUES ('20260131101500')",
            "2026-01-31-101500_author/up.sql",
            "2026-02-01-090000_more/up.sql",
            "2026-02-01-090000_more",
        ),
        (
            "refinery",
            "CREATE TABLE refinery_schema_history (version int4 PRIMARY KEY, name VARCHAR(255), \
             applied_on VARCHAR(255), checksum VARCHAR(255)); \
             INSERT INTO refinery_schema_history VALUES (1, 'author', '2026-01-31T10:15:00Z', '1')",
            "V1__author.sql",
            "V2__more.sql",
            "V2__more.sql",
        ),
    ];
    for (tool, history, first, second, named) in histories {
        let program = program();
        execute(&program, &format!("{} {} {history}", TABLE.1, BIO.1)).await;
        done(&program, "db:generate blog --name start");
        let folder = program.path().join("old");
        write(&folder.join(first));
        write(&folder.join(second));
        let line = format!("db:baseline blog --from {tool} --migrations old");
        let ran = run(&program, &line);
        assert_eq!(ran.code, 7, "{ran:?}");
        assert!(ran.err.contains(&format!("{tool} has not run here: {named}")), "{ran:?}");
        fs::remove_file(folder.join(second)).unwrap();
        if tool == "diesel" {
            fs::remove_dir(folder.join(named)).unwrap();
        }
        done(&program, &line);
        done(&program, "db:status --exit-code");
    }
}

fn write(file: &Path) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, "SELECT 1;").unwrap();
}

/// What sqlx writes on a server, read back; then the database goes.
async fn history_on<DB>(admin: &str, drop: &str) -> Option<Applied>
where
    DB: sqlx::Database,
    DB::Connection: sqlx::migrate::Migrate,
    for<'c> &'c mut DB::Connection: sqlx::Acquire<'c, Database = DB>,
{
    let name = format!("strobila_takeover_{}", std::process::id());
    let mut server = connect(admin).await.unwrap();
    server.execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (base, _) = admin.rsplit_once('/').unwrap();
    let url = format!("{base}/{name}");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("0001_author.sql"), "CREATE TABLE author (id INTEGER PRIMARY KEY)").unwrap();
    let migrator = Migrator::new(folder.path()).await.unwrap();
    let pool = sqlx::Pool::<DB>::connect(&url).await.unwrap();
    migrator.run(&mut *pool.acquire().await.unwrap()).await.unwrap();
    pool.close().await;
    let mut session = connect(&url).await.unwrap();
    let applied = Predecessor::Sqlx.applied(session.as_mut()).await.unwrap();
    session.close().await;
    server.execute(&format!("DROP DATABASE {name}{drop}")).await.unwrap();
    server.close().await;
    applied
}

#[tokio::test]
async fn sqlx_s_history_is_read_on_postgres_and_mariadb() {
    let one =
        Some(Applied { versions: [("1".to_owned(), "1 (author)".to_owned())].into(), failed: Vec::new() });
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(admin) => assert_eq!(history_on::<sqlx::Postgres>(&admin, " WITH (FORCE)").await, one),
        Err(_) => eprintln!("LEFT OUT: TEST_POSTGRES_URL is not set, so no history was read on PostgreSQL"),
    }
    match std::env::var("TEST_MYSQL_URL") {
        Ok(admin) => assert_eq!(history_on::<sqlx::MySql>(&admin, "").await, one),
        Err(_) => eprintln!("LEFT OUT: TEST_MYSQL_URL is not set, so no history was read on MariaDB"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tool_s_history_is_not_pulled_as_a_model() {
    let program = program();
    migrated_by_sqlx(&program, &[TABLE, BACK]).await.unwrap();
    execute(&program, "CREATE TABLE guest (id INTEGER PRIMARY KEY)").await;
    fs::write(program.path().join("Cargo.toml"), "[package]\nname = \"schema\"\n").unwrap();
    fs::create_dir(program.path().join("src")).unwrap();
    fs::write(program.path().join("src/lib.rs"), "").unwrap();
    let line = "db:pull other --from sqlite://dev.db --dry-run --format json";
    let ran = done(&program, line);
    assert_eq!(ran.json()["tables"], serde_json::json!(["guest"]), "{ran:?}");
    let ran = done(&program, &format!("{line} --tables _sqlx_migrations"));
    assert_eq!(ran.json()["tables"], serde_json::json!(["_sqlx_migrations"]), "{ran:?}");
}
