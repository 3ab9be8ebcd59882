//! A live database for each kind that there is a server of, for tests that change it by hand.

use strobila::dialect::{Session, connect};
use strobila_tests::program::{Program, Ran};

/// A database of its own, gone at the end of the test.
pub(crate) struct Live {
    runtime: tokio::runtime::Runtime,
    server: Option<(Box<dyn Session>, String)>,
    folder: tempfile::TempDir,
    /// `sqlite`, `postgres` or `mariadb`.
    pub(crate) target: &'static str,
    /// Its URL.
    pub(crate) url: String,
    /// The server for proofs; empty where none is needed.
    pub(crate) scratch: String,
}

impl Live {
    /// One of each kind; those without a server are left out, and said loudly.
    pub(crate) fn each(label: &str) -> Vec<Live> {
        ["sqlite", "postgres", "mariadb"].into_iter().filter_map(|target| Live::new(target, label)).collect()
    }

    /// One of a kind; none, said loudly, when there is no server.
    pub(crate) fn new(target: &'static str, label: &str) -> Option<Live> {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        if target == "sqlite" {
            let url = format!("sqlite://{}?mode=rwc", folder.path().join("live.db").display());
            return Some(Live { runtime, server: None, folder, target, url, scratch: String::new() });
        }
        let variable = if target == "postgres" { "TEST_POSTGRES_URL" } else { "TEST_MYSQL_URL" };
        let Ok(admin) = std::env::var(variable) else {
            eprintln!("LEFT OUT: set {variable} to the admin URL of a throw-away server of {target}");
            return None;
        };
        let mut server = runtime.block_on(connect(&admin)).expect("the variable names a server");
        let name = format!("strobila_{label}_{}", std::process::id());
        runtime.block_on(server.execute(&format!("CREATE DATABASE {name}"))).expect("the administrator may");
        let (base, _) = admin.rsplit_once('/').expect("the URL ends in `/` or a database");
        let url = format!("{base}/{name}");
        Some(Live { runtime, server: Some((server, name)), folder, target, url, scratch: admin })
    }

    /// A config that writes for this database alone.
    pub(crate) fn config(&self) -> String {
        self.config_for(&[self.target])
    }

    /// A config with these targets, and this database.
    pub(crate) fn config_for(&self, targets: &[&str]) -> String {
        let targets: Vec<String> = targets.iter().map(|target| format!("\"{target}\"")).collect();
        let scratch = match self.scratch.as_str() {
            "" => String::new(),
            url => format!("[scratch]\nurl = \"{url}\"\n"),
        };
        let env = format!("[env.dev]\nurl = \"{}\"\n", self.url);
        format!("targets = [{}]\n{scratch}{env}", targets.join(", "))
    }

    /// Runs statements by hand.
    #[track_caller]
    pub(crate) fn by_hand(&self, statements: &[&str]) {
        self.runtime.block_on(async {
            let mut session = connect(&self.url).await.expect("it is there");
            for sql in statements {
                let done = session.execute(sql).await;
                done.unwrap_or_else(|error| panic!("{}: {sql}: {error}", self.target));
            }
            session.close().await;
        });
    }

    /// Whether the database refuses a statement.
    pub(crate) fn refuses(&self, sql: &str) -> bool {
        self.runtime.block_on(async {
            let mut session = connect(&self.url).await.expect("it is there");
            let done = session.execute(sql).await;
            session.close().await;
            done.is_err()
        })
    }

    /// What a query gives, with `|` between columns.
    #[track_caller]
    pub(crate) fn list(&self, sql: &str) -> Vec<String> {
        let rows = self.runtime.block_on(async {
            let mut session = connect(&self.url).await.expect("it is there");
            let rows = session.query(sql).await;
            session.close().await;
            rows.unwrap_or_else(|error| panic!("{}: {sql}: {error}", self.target))
        });
        let shown = |cell: Option<String>| cell.unwrap_or_else(|| "NULL".to_owned());
        rows.into_iter().map(|row| row.into_iter().map(shown).collect::<Vec<_>>().join("|")).collect()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        if let Some((server, name)) = &mut self.server {
            let force = if self.target == "postgres" { " WITH (FORCE)" } else { "" };
            let dropped = self.runtime.block_on(server.execute(&format!("DROP DATABASE {name}{force}")));
            dropped.expect("the administrator may");
        }
    }
}

/// Runs a command that must end with `code`.
#[track_caller]
pub(crate) fn ends(program: &Program, code: u8, line: &str) -> Ran {
    let ran = program.run(line);
    assert_eq!(ran.code, code, "{line}:\n{}\n{}", ran.out, ran.err);
    ran
}
