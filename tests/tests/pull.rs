//! Models pulled from live databases compile, and say what the databases hold.
//!
//! Below `tests/pulled` stand for each case the SQL that makes the database, and the models that were
//! pulled from it and are compiled into this test. `UPDATE_PULLED=1` writes them anew; then run again.

#![expect(missing_docs, reason = "models are read by their derive only")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use strobila::dialect::{Session, connect};
use strobila::model::capture;
use strobila::{Migrator, Module, Policy};
use strobila_generator::compare::{Side, compare};
use strobila_generator::decide::Flags;
use strobila_generator::pull::pull;
use strobila_generator::tree::change_tree;
use strobila_tests::program::{Program, Ran};

#[path = "../pulled/mariadb_constraints/mod.rs"]
pub mod mariadb_constraints;
#[path = "../pulled/mariadb_shop/mod.rs"]
pub mod mariadb_shop;
#[path = "../pulled/mariadb_types/mod.rs"]
pub mod mariadb_types;
#[path = "../pulled/postgres_constraints/mod.rs"]
pub mod postgres_constraints;
#[path = "../pulled/postgres_hostile/mod.rs"]
pub mod postgres_hostile;
#[path = "../pulled/postgres_schemas/mod.rs"]
pub mod postgres_schemas;
#[path = "../pulled/postgres_shop/mod.rs"]
pub mod postgres_shop;
#[path = "../pulled/postgres_types/mod.rs"]
pub mod postgres_types;
#[path = "../pulled/sqlite_constraints/mod.rs"]
pub mod sqlite_constraints;
#[path = "../pulled/sqlite_shop/mod.rs"]
pub mod sqlite_shop;
#[path = "../pulled/sqlite_types/mod.rs"]
pub mod sqlite_types;

#[tokio::test]
async fn models_pulled_from_sqlite_say_what_it_holds() {
    let mut wrong = Vec::new();
    for module in [&sqlite_constraints::MODULE, &sqlite_shop::MODULE, &sqlite_types::MODULE] {
        let file = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", file.path().join("a.db").display());
        wrong.extend(run(module, &url).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn models_pulled_from_postgres_say_what_it_holds() {
    let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("LEFT OUT: TEST_POSTGRES_URL is not set, so nothing was pulled from PostgreSQL");
        return;
    };
    let mut wrong = Vec::new();
    let mut server = connect(&admin).await.unwrap();
    let (base, _) = admin.rsplit_once('/').unwrap();
    for module in [
        &postgres_constraints::MODULE,
        &postgres_hostile::MODULE,
        &postgres_schemas::MODULE,
        &postgres_shop::MODULE,
        &postgres_types::MODULE,
    ] {
        let name = format!("strobila_pull_{}_{}", std::process::id(), module.name);
        server.execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).await.unwrap();
        wrong.extend(run(module, &format!("{base}/{name}")).await);
        server.execute(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    }
    server.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn models_pulled_from_mariadb_say_what_it_holds() {
    let Ok(admin) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: TEST_MYSQL_URL is not set, so nothing was pulled from MariaDB");
        return;
    };
    let mut wrong = Vec::new();
    let mut server = connect(&admin).await.unwrap();
    let (base, _) = admin.rsplit_once('/').unwrap();
    for module in [&mariadb_constraints::MODULE, &mariadb_shop::MODULE, &mariadb_types::MODULE] {
        let name = format!("strobila_pull_{}_{}", std::process::id(), module.name);
        server.execute(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).await.unwrap();
        wrong.extend(run(module, &format!("{base}/{name}")).await);
        server.execute(&format!("DROP DATABASE {name}")).await.unwrap();
    }
    server.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Makes the database, pulls it, and compares text and meaning.
async fn run(module: &'static Module, url: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pulled").join(module.name);
    if module.name.ends_with("_shop") {
        Migrator::new(shop_schema::MODULES).ensure(&url, Policy::Apply).await.unwrap();
    }
    let mut session = connect(url).await.unwrap();
    let sql = fs::read_to_string(folder.join("schema.sql")).unwrap();
    session.execute(&sql).await.unwrap();
    let found = session.introspect().await.unwrap();
    let pulled = pull(&found.schema, session.dialect());
    let mut wrong = Vec::new();
    let mut texts: Vec<(PathBuf, String)> =
        pulled.files.iter().map(|(name, text)| (folder.join("models").join(name), formatted(text))).collect();
    texts.push((folder.join("left_out.txt"), pulled.left_out.iter().map(|one| format!("{one}\n")).collect()));
    for (path, text) in texts {
        if std::env::var_os("UPDATE_PULLED").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let reviewed = fs::read_to_string(&path).unwrap_or_default();
        if reviewed != text {
            let diff = similar::TextDiff::from_lines(&reviewed, &text);
            wrong.push(format!("{}:\n{}", path.display(), diff.unified_diff()));
        }
    }
    // What no model can say stays as it is, so that nothing differs; but for what is said of a type.
    let expected = fs::read_to_string(folder.join("difference.txt")).unwrap_or_default();
    match difference(module, session, found.schema).await {
        Ok(found) if found == expected.trim() => {}
        Ok(found) | Err(found) => wrong.push(format!("{}:\n{found}", module.name)),
    }
    wrong
}

/// What leads from the database to the models.
async fn difference(
    module: &'static Module,
    session: Box<dyn Session>,
    live: strobila::schema::Schema,
) -> Result<String, String> {
    let captured = match capture(&[module]) {
        Ok(captured) => captured,
        Err(mistakes) => return Err(format!("{mistakes:#?}")),
    };
    let models = captured.modules.into_values().next().unwrap_or_default();
    let count = models.tables.len();
    let mut from = Side::Live(session, live);
    let mut to = Side::Portable(models);
    let found = compare(&mut from, &mut to, None, &Flags::default()).await;
    if let Side::Live(session, _) = from {
        session.close().await;
    }
    match found {
        Ok(_) if count == 0 => Err("no model is compiled in; run again".to_owned()),
        Ok(found) => Ok(change_tree(&found.plan.operations).trim().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The text as rustfmt lays it out by the settings of this repository, which `cargo fmt` follows too.
fn formatted(text: &str) -> String {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "rustfmt refuses:\n{text}");
    String::from_utf8(output.stdout).unwrap()
}

/// A folder with a workspace whose package `schema` takes modules, and a database.
fn workspace(config: &str, modules: &[(&'static str, &str)]) -> Program {
    let program = Program::new(config, modules);
    let source = program.path().join("schema/src");
    fs::create_dir_all(&source).unwrap();
    fs::write(program.path().join("Cargo.toml"), "[workspace]\nmembers = [\"schema\"]\n").unwrap();
    fs::write(program.path().join("schema/Cargo.toml"), "[package]\nname = \"schema\"\n").unwrap();
    fs::write(source.join("lib.rs"), "").unwrap();
    program
}

async fn execute(url: &str, sql: &str) {
    let mut session = connect(url).await.unwrap();
    session.execute(sql).await.unwrap();
    session.close().await;
}

/// Runs a command where no runtime is: it starts one of its own.
fn run_in(program: &Program, line: &str) -> Ran {
    tokio::task::block_in_place(|| program.run(line))
}

#[tokio::test(flavor = "multi_thread")]
async fn db_pull_writes_a_module_and_never_over_a_file() {
    let program = workspace("[env.dev]\nurl = \"sqlite://a.db\"\n", &[]);
    let missing = run_in(&program, "db:pull blog");
    assert_eq!(missing.code, 1, "{missing:?}");
    let url = format!("sqlite://{}?mode=rwc", program.path().join("a.db").display());
    execute(&url, "CREATE TABLE post (id INTEGER PRIMARY KEY, author INTEGER REFERENCES author); CREATE TABLE author (id INTEGER PRIMARY KEY); CREATE VIEW seen AS SELECT 1;").await;

    let dry = run_in(&program, "db:pull blog --dry-run");
    assert!(dry.code == 0 && dry.out.contains("pub struct Post"), "{dry:?}");
    assert!(!program.path().join("schema/src/blog").exists());
    let unknown = run_in(&program, "db:pull blog --tables post,autor");
    assert!(unknown.code == 2 && unknown.err.contains("`autor`"), "{unknown:?}");

    let done = run_in(&program, "db:pull blog --tables post --format json");
    let json = done.json();
    assert_eq!(json["tables"], serde_json::json!(["post"]), "{done:?}");
    let left_out = json["left_out"].to_string();
    assert!(left_out.contains("points at `author`, which is not pulled") && left_out.contains("view seen"));
    let model = fs::read_to_string(program.path().join("schema/src/blog/models/post.rs")).unwrap();
    assert!(model.contains("pub author: Option<i64>,"), "{model}");
    assert!(program.path().join("schema/src/blog/migrations/mod.rs").exists());

    let again = run_in(&program, "db:pull blog");
    assert!(again.code != 0 && again.err.contains("models/mod.rs"), "{again:?}");
    assert!(!program.path().join("schema/src/blog/models/author.rs").exists(), "nothing is written then");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_pulled_is_generated_and_marked_as_applied_on_sqlite() {
    let config = "targets = [\"sqlite\"]\n[env.dev]\nurl = \"sqlite://a.db\"\n";
    let program = Program::new(config, &[("shop", "pull::sqlite_constraints")]);
    let sql = include_str!("../pulled/sqlite_constraints/schema.sql");
    // What models cannot say would be a difference.
    let sql = sql.replace(" REFERENCES author (name)", "").replace(" REFERENCES missing (id)", "");
    let url = format!("sqlite://{}?mode=rwc", program.path().join("a.db").display());
    execute(&url, &sql).await;
    adopt(&program);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_pulled_is_generated_and_marked_as_applied_on_postgres() {
    let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("LEFT OUT: TEST_POSTGRES_URL is not set, so nothing was adopted on PostgreSQL");
        return;
    };
    let name = format!("strobila_adopt_{}", std::process::id());
    let (base, _) = admin.rsplit_once('/').unwrap();
    let url = format!("{base}/{name}");
    execute(&admin, &format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    execute(&url, include_str!("../pulled/postgres_constraints/schema.sql")).await;
    let config =
        format!("targets = [\"postgres\"]\n[scratch]\nurl = \"{admin}\"\n[env.dev]\nurl = \"{url}\"\n");
    adopt(&Program::new(&config, &[("shop", "pull::postgres_constraints")]));
    execute(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_pulled_is_generated_and_marked_as_applied_on_mariadb() {
    let Ok(admin) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: TEST_MYSQL_URL is not set, so nothing was adopted on MariaDB");
        return;
    };
    let name = format!("strobila_adopt_{}", std::process::id());
    let (base, _) = admin.rsplit_once('/').unwrap();
    let url = format!("{base}/{name}");
    execute(&admin, &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).await;
    execute(&url, include_str!("../pulled/mariadb_constraints/schema.sql")).await;
    let config =
        format!("targets = [\"mariadb\"]\n[scratch]\nurl = \"{admin}\"\n[env.dev]\nurl = \"{url}\"\n");
    adopt(&Program::new(&config, &[("shop", "pull::mariadb_constraints")]));
    execute(&admin, &format!("DROP DATABASE {name}")).await;
}

/// From models to a first migration that the database already has.
fn adopt(program: &Program) {
    let lines = [
        "db:diff --from live --to models --exit-code",
        "db:generate shop --name start",
        "db:baseline shop",
        "db:status --exit-code",
        "db:migrate",
        "db:generate shop --check",
    ];
    for line in lines {
        let ran = run_in(program, line);
        assert_eq!(ran.code, 0, "{line}: {ran:?}");
    }
}
