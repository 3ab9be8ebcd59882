//! The command line on MariaDB: from models to migrations and back, with rows; and a login that is refused.

#![expect(dead_code, reason = "models are read by their derive only")]

use strobila::dialect::{Session, connect};
use strobila_tests::program::Program;

mod first {
    #[derive(strobila::Enum)]
    pub(crate) enum Status {
        Draft,
        Published,
    }

    /// Who writes.
    #[derive(strobila::Model)]
    #[model(timestamps)]
    pub(crate) struct Author {
        #[column(primary_key)]
        pub(crate) id: uuid::Uuid,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        pub(crate) name: String,
        pub(crate) fax: Option<String>,
        #[column(default = "draft")]
        pub(crate) status: Status,
        #[column(default = 0)]
        pub(crate) visits: i32,
        pub(crate) settings: Option<serde_json::Value>,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Post {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Author, on_delete = "cascade")]
        pub(crate) author_id: uuid::Uuid,
        pub(crate) title: String,
    }
}

mod second {
    #[derive(strobila::Enum)]
    pub(crate) enum Status {
        Draft,
        Published,
        Archived,
    }

    /// Who writes, and from where.
    #[derive(strobila::Model)]
    #[model(timestamps, check(visits_not_negative = "visits >= 0"))]
    pub(crate) struct Author {
        #[column(primary_key)]
        pub(crate) id: uuid::Uuid,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 80, index)]
        pub(crate) full_name: String,
        pub(crate) country: String,
        #[column(default = "draft")]
        pub(crate) status: Status,
        #[column(default = 0)]
        pub(crate) visits: i64,
        pub(crate) settings: Option<serde_json::Value>,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Post {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Author, on_delete = "cascade")]
        pub(crate) author_id: uuid::Uuid,
        #[column(default = "untitled")]
        pub(crate) title: String,
    }
}

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
        let Ok(admin) = std::env::var("TEST_MYSQL_URL") else {
            eprintln!("LEFT OUT: set TEST_MYSQL_URL to the admin URL of a throw-away MariaDB server");
            return None;
        };
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        let mut server = runtime.block_on(connect(&admin)).expect("TEST_MYSQL_URL names a server");
        let name = format!("strobila_cli_{label}_{}", std::process::id());
        runtime.block_on(server.execute(&format!("CREATE DATABASE {name}"))).expect("the administrator may");
        let (base, _) = admin.rsplit_once('/').expect("the URL ends in `/` or a database");
        let url = format!("{base}/{name}");
        Some(Db { runtime, server, name, url, admin })
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
}

impl Drop for Db {
    fn drop(&mut self) {
        let dropped = self.runtime.block_on(self.server.execute(&format!("DROP DATABASE {}", self.name)));
        dropped.expect("the administrator may");
    }
}

fn models(name: &str) -> String {
    format!("{}::{name}", module_path!())
}

#[track_caller]
fn runs(program: &Program, line: &str) -> String {
    let ran = program.run(line);
    assert_eq!(ran.code, 0, "{line}: {}\n{}", ran.out, ran.err);
    ran.out + &ran.err
}

#[test]
fn from_models_to_migrations_and_back_with_rows() {
    let Some(db) = Db::new("story") else { return };
    let config = format!(
        "targets = [\"mariadb\"]\n[scratch]\nurl = \"{}\"\n[env.dev]\nurl = \"{}\"\n",
        db.admin, db.url
    );
    let mut program = Program::new(&config, &[("blog", &models("first"))]);
    let generated = runs(&program, "db:generate --format json");
    assert!(generated.contains("\"proven\":true"), "{generated}");
    runs(&program, "db:migrate");
    let differs = "db:diff --from live --to models --exit-code";
    runs(&program, differs);
    let ada = "unhex(repeat('AB', 16))";
    db.list(&format!(
        "INSERT INTO author (id, email, name, fax, settings) VALUES ({ada}, 'a@b', 'Ada', '1', '{{\"a\": [1]}}')"
    ));
    db.list(&format!("INSERT INTO post (author_id, title) VALUES ({ada}, 'It''s'), ({ada}, 'b\\c')"));

    program.models("blog", &models("second"));
    assert_eq!(program.run(differs).code, 4);
    let answers =
        "--rename author.name=full_name --drop author.fax=\"nobody has one\" --fill author.country=\"'DE'\"";
    let generated = runs(&program, &format!("db:generate --format json {answers}"));
    assert!(generated.contains("\"proven\":true"), "{generated}");
    runs(&program, "db:migrate");
    runs(&program, differs);
    runs(&program, "db:generate --check");
    runs(&program, "db:check");
    runs(&program, "db:verify");
    let authors = "SELECT email, full_name, country, status, visits, settings FROM author";
    assert_eq!(db.list(authors), ["a@b|Ada|DE|draft|0|{\"a\": [1]}"]);
    assert_eq!(db.list("SELECT id, title FROM post ORDER BY id"), ["1|It's", "2|b\\c"]);
    let status = runs(&program, "db:status");
    assert_eq!(status.matches("applied  ").count(), 2, "{status}");

    assert_eq!(program.run("db:rollback blog").code, 6);
    runs(&program, "db:rollback blog --accept-loss");
    assert_eq!(db.list("SELECT name, fax, visits FROM author"), ["Ada|NULL|0"]);
    runs(&program, "db:migrate");
    runs(&program, &format!("db:diff --from {0} --to {0} --exit-code", db.url));
    let sql = runs(&program, &format!("db:diff --from {} --to models --format sql", db.url));
    assert_eq!(sql, "");
}

#[test]
fn the_database_itself_is_made_and_dropped() {
    let Some(db) = Db::new("make") else { return };
    let name = format!("{}_made", db.name);
    let config = format!("targets = [\"mariadb\"]\n[env.dev]\nurl = \"{}_made\"\n", db.url);
    let program = Program::new(&config, &[("blog", &models("first"))]);
    runs(&program, "db:generate");
    assert_eq!(program.run("db:status").code, 1);
    assert_eq!(runs(&program, "db:create"), format!("created {name}\n"));
    assert_eq!(runs(&program, "db:create"), format!("{name} is there already\n"));
    runs(&program, "db:setup");
    runs(&program, "db:diff --from live --to models --exit-code");
    assert_ne!(program.run("db:drop").code, 0);
    assert_eq!(runs(&program, &format!("db:drop --confirm {name}")), format!("dropped {name}\n"));
    assert_eq!(runs(&program, "db:drop --confirm x"), format!("there is no {name}\n"));
}

#[test]
fn row_22_a_password_is_never_shown_whatever_is_wrong_on_mariadb() {
    let Some(db) = Db::new("secret") else { return };
    let place = db.url.split_once('@').map_or("127.0.0.1/none", |(_, place)| place);
    for (url, code) in [
        (format!("mysql://nobody:hunt%40er2@{place}"), 1),
        (format!("mariadb://nobody:hunt%40er2@{place}?ssl-mode=required"), 1),
        ("mysql://nobody:hunt%40er2@127.0.0.1:1/none".to_owned(), 1),
        ("mysql://nobody:hunt%40er2@127.0.0.1:port/none".to_owned(), 2),
        ("mariadb://nobody:hunt%40er2@[::1/none".to_owned(), 2),
    ] {
        let config =
            format!("targets = [\"mariadb\"]\n[scratch]\nurl = \"{url}\"\n[env.dev]\nurl = \"{url}\"\n");
        let program = Program::new(&config, &[("blog", &models("first"))]);
        for line in ["db:status", "db:migrate", "db:diff --from live --to models", "db:generate"] {
            for format in ["", " --format json"] {
                let ran = program.run(&format!("{line}{format}"));
                assert_eq!(ran.code, code, "{line} of {url}: {ran:?}");
                assert!(!format!("{ran:?}").contains("er2"), "{line} of {url}: {ran:?}");
            }
        }
    }
}
