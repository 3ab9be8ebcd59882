//! Transcripts of the command line on PostgreSQL: from models to a migration and back, and a login that is
//! refused.

#[path = "cli/asking.rs"]
mod asking;
#[path = "cli/settled.rs"]
mod settled;

use std::process::Stdio;

use asking::Project;
use settled::settled;
use strobila::dialect::{Session, connect};
use strobila_tests::asking::Stage;

/// A database of its own on the server of the tests.
struct Db {
    runtime: tokio::runtime::Runtime,
    server: Box<dyn Session>,
    name: String,
    url: String,
    admin: String,
}

impl Db {
    /// None, said loudly, when there is no server.
    fn new(label: &str) -> Option<Db> {
        let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
            eprintln!("LEFT OUT: set TEST_POSTGRES_URL to the admin URL of a throw-away PostgreSQL server");
            return None;
        };
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        let server = runtime.block_on(connect(&admin)).expect("TEST_POSTGRES_URL names a server");
        let name = format!("strobila_cli_{label}_{}", std::process::id());
        let (base, _) = admin.rsplit_once('/').expect("the URL names a database");
        let url = format!("{base}/{name}");
        let mut db = Db { runtime, server, name, url, admin };
        db.on_server(&format!("CREATE DATABASE {} TEMPLATE template0", db.name));
        Some(db)
    }

    fn on_server(&mut self, sql: &str) {
        self.runtime.block_on(self.server.execute(sql)).expect("the administrator may");
    }

    /// What a query gives, with `|` between columns.
    fn list(&self, sql: &str) -> Vec<String> {
        self.runtime.block_on(async {
            let mut session = connect(&self.url).await.expect("it was just made");
            let rows = session.query(sql).await.expect("the test's SQL is right");
            session.close().await;
            let shown = |cell: Option<String>| cell.unwrap_or_else(|| "NULL".to_owned());
            rows.into_iter().map(|row| row.into_iter().map(shown).collect::<Vec<_>>().join("|")).collect()
        })
    }

    /// The transcript of several commands, with what differs from run to run taken out.
    fn session(&self, project: &Project, stage: Stage, lines: &[&str]) -> String {
        let mut text = String::new();
        for line in lines {
            let output = project.command(stage, line).stdin(Stdio::null()).output().expect("it starts");
            text.push_str(&format!("$ strobila {line}\n{}", String::from_utf8_lossy(&output.stdout)));
            for line in String::from_utf8_lossy(&output.stderr).lines() {
                text.push_str(&format!("! {line}\n"));
            }
            text.push_str(&format!("= {}\n\n", output.status.code().expect("no signal ended it")));
        }
        for (name, _) in project.files().iter().filter(|(name, _)| name.starts_with("Migration")) {
            let name = name.trim_end_matches(".rs");
            if Stage::Done.files().iter().all(|(known, _)| *known != name) {
                text = text.replace(name, "[new migration]");
            }
        }
        let host = self.url.split(['@', '/']).nth(3).expect("the URL names a host");
        settled(&text.replace(&self.name, "[database]").replace(host, "[host]")) + "\n"
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        self.on_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

#[test]
fn from_models_to_a_migration_and_back() {
    let Some(db) = Db::new("story") else { return };
    let config = format!(
        "targets = [\"sqlite\", \"postgres>=14\"]\n[scratch]\nurl = \"{}\"\n[env.dev]\nurl = \"{}\"\n",
        db.admin, db.url
    );
    let project = Project::new(Stage::New, &config);
    let mut text = db.session(&project, Stage::New, &["db:generate", "db:status"]);
    assert_eq!(project.newest(Stage::Changed), Stage::Changed.files()[0].1, "{text}");

    project.put(Stage::Changed);
    let generate =
        "db:generate --rename author.name=full_name --drop author.fax=unused --fill author.country='DE'";
    text += &db.session(&project, Stage::Changed, &["db:status", "db:migrate"]);
    let rows = db.list("INSERT INTO author (name, fax) VALUES ('Ada', '1'), ('Bo', NULL) RETURNING id");
    assert_eq!(rows, ["1", "2"]);
    let differs = "db:diff --from live --to models --exit-code";
    text += &db.session(&project, Stage::Changed, &[differs, generate]);
    let expected = Stage::Done.files()[1].1.replace("nobody has one", "unused");
    assert_eq!(project.newest(Stage::Done), expected, "{text}");

    project.put(Stage::Done);
    text += &db.session(&project, Stage::Done, &["db:migrate", "db:status", differs, "db:generate --check"]);
    let authors = db.list("SELECT id, full_name, country FROM author ORDER BY id");
    assert_eq!(authors, ["1|Ada|DE", "2|Bo|DE"]);
    text += &db.session(
        &project,
        Stage::Done,
        &[
            "db:rollback blog",
            "db:rollback blog --accept-loss",
            "db:diff --from live --to files",
            "db:status",
        ],
    );
    let authors = db.list("SELECT id, name, fax FROM author ORDER BY id");
    assert_eq!(authors, ["1|Ada|NULL", "2|Bo|NULL"]);
    insta::assert_snapshot!(text);
}

/// The password of a URL that is refused, as it stands there and as it is meant.
const SECRET: [&str; 2] = ["hunt%40er2", "hunt@er2"];

#[test]
fn row_22_a_password_is_never_shown_whatever_is_wrong_on_postgres() {
    let Some(mut db) = Db::new("secret") else { return };
    // The servers of `cargo xtask` ask this role for its password; others refuse it all the same.
    db.on_server(
        "DO $$ BEGIN CREATE ROLE strobila_password NOLOGIN PASSWORD 'another'; \
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    );
    let place = db.url.split_once('@').map_or("127.0.0.1/none", |(_, place)| place).to_owned();
    let login = format!("strobila_password:{}", SECRET[0]);
    let urls = [
        (format!("postgres://{login}@{place}"), 1),
        (format!("postgres://{login}@{place}?sslmode=require"), 1),
        (format!("postgres://{login}@{place}?nonsense=1&password={}", SECRET[0]), 1),
        (format!("postgres://{login}@127.0.0.1:1/none"), 1),
        (format!("postgres://{login}@127.0.0.1:port/none"), 2),
        (format!("postgres://{login}@[::1/none"), 2),
        (format!("mysqll://{login}@{place}"), 2),
    ];
    let commands = [
        "db:status",
        "db:migrate",
        "db:rollback blog",
        "db:history",
        "db:diff --from live --to models",
        "db:verify",
        "config",
    ];
    for (url, code) in &urls {
        let config =
            format!("targets = [\"postgres\"]\n[scratch]\nurl = \"{url}\"\n[env.dev]\nurl = \"{url}\"\n");
        let project = Project::new(Stage::Changed, &config);
        for command in commands {
            for format in ["", " --format json"] {
                let line = format!("{command}{format}");
                let ended = hidden(&project, &line, &[]);
                let expected = if command == "config" { vec![0, 2] } else { vec![*code] };
                assert!(expected.contains(&ended), "{line} of {url}: {ended}");
            }
        }
        let elsewhere = Project::new(Stage::Changed, "targets = [\"postgres\"]\n");
        for format in ["", " --format json"] {
            hidden(&elsewhere, &format!("db:status{format}"), &[("DATABASE_URL", url)]);
            hidden(&elsewhere, &format!("--database {url} db:migrate{format}"), &[]);
            hidden(&elsewhere, &format!("db:diff --from {url} --to models{format}"), &[]);
        }
    }
}

/// Runs a command with all that can be logged; the exit code. No form of the password may be printed.
fn hidden(project: &Project, line: &str, variables: &[(&str, &str)]) -> i32 {
    let mut command = project.command(Stage::Changed, line);
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full").envs(variables.iter().copied());
    let output = command.stdin(Stdio::null()).output().expect("it starts");
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    for secret in SECRET {
        assert!(!text.contains(secret), "{line}: {text}");
    }
    assert!(!text.contains("panicked"), "{line}: {text}");
    output.status.code().expect("no signal ended it")
}
