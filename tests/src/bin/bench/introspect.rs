//! Reading a live database, beside what the servers' own programs take to print it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use strobila::Target;
use strobila::dialect::{Connect as _, Session, connect};
use strobila::model::capture_of;
use strobila::schema::Schema;
use strobila_generator::diff::{Renames, diff};
use strobila_generator::live;
use strobila_generator::proof::Scratch;

use crate::models::{MODULE, models, module};
use crate::queries;
use crate::table::Table;
use crate::{Failure, cpu};

/// Measures introspection on the servers that `TEST_POSTGRES_URL` and `TEST_MYSQL_URL` name. They must run on
/// this machine, and do nothing else.
pub(crate) fn report(table: &mut Table) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for (target, what, variable) in [
        (Target::Postgres, "PostgreSQL", "TEST_POSTGRES_URL"),
        (Target::Mariadb, "MariaDB", "TEST_MYSQL_URL"),
    ] {
        match env::var(variable) {
            Ok(url) if !url.is_empty() => {
                runtime.block_on(on_server(table, target, what, &url))?;
            }
            _ => println!("left out: {what}, since {variable} names no server"),
        }
    }
    Ok(())
}

async fn on_server(table: &mut Table, target: Target, what: &str, url: &str) -> Result<(), Failure> {
    let few = costs(target, url, 10, 3).await?;
    let many = costs(target, url, 1000, 5).await?;
    let most = costs(target, url, 5000, 3).await?;
    let dump = match target {
        Target::Postgres => "pg_dump -s",
        Target::Mysql | Target::Mariadb | Target::Sqlite => "mariadb-dump --no-data",
    };
    table.times(&format!("{what}: introspect 1,000 tables / {dump}"), many.read, many.dump, Some(1.5));
    table.times("  the server's part of it", many.server, many.dump, None);
    table.times(
        &format!("{what}: live diff of 1,000 tables / introspection"),
        many.diff,
        many.read,
        Some(3.0),
    );
    let growth = |many: f64, most: f64| (most / many).ln() / 5f64.ln();
    let read = growth(many.read, most.read);
    match (&many.opening, &most.opening) {
        (Some(many), Some(most)) => {
            let (select, held) = (growth(many.select, most.select), growth(many.held, most.held));
            let title = format!("{what}: growth to 5,000 tables, all held open");
            table.limit(&title, held, "", 1.1);
            table.number("  with as many open as it keeps by default", read);
            table.number("  one SELECT of information_schema.columns, its part alone", select);
        }
        _ => table.limit(&format!("{what}: growth from 1,000 to 5,000 tables"), read, "", 1.1),
    }
    let more = many.queries as f64 - few.queries as f64;
    table.limit(&format!("{what}: queries at 1,000 tables beyond those at ten"), more, "", 0.0);
    table.limit(&format!("{what}: queries of an introspection"), few.queries as f64, "", 10.0);
    Ok(())
}

/// CPU time in seconds, client and server.
struct Costs {
    /// Of the server's own program that prints the schema.
    dump: f64,
    /// Of an introspection, with its connection.
    read: f64,
    /// The server's part of it.
    server: f64,
    /// Of an introspection and the comparison with the models.
    diff: f64,
    /// Queries of an introspection.
    queries: usize,
    /// What it is to a server that opens tables to tell of them.
    opening: Option<Opening>,
}

/// MariaDB opens every table that a query of information_schema tells of, and keeps 2,000 of them open by default.
struct Opening {
    /// The server's part of a query that tells of all columns, as the server is.
    select: f64,
    /// Of an introspection when it may keep all of them open.
    held: f64,
}

async fn costs(target: Target, url: &str, tables: usize, times: usize) -> Result<Costs, Failure> {
    let models = captured(tables)?;
    let mut scratch = Scratch::open(target, Some(url)).await?;
    let wanted = scratch.session.dialect().normalize(&models).map_err(|all| format!("{all:?}"))?;
    make(&mut *scratch.session, &wanted).await?;
    let name = one(&mut *scratch.session, "SELECT current_database()", "SELECT database()").await?;
    let server = process(&mut *scratch.session).await?;
    let (base, _) = url.rsplit_once('/').ok_or("the URL names no server")?;
    let url = format!("{base}/{name}");
    let least = f64::INFINITY;
    let mut costs = Costs { dump: least, read: least, server: least, diff: least, queries: 0, opening: None };
    for _ in 0..times {
        let before = used(target, &server)?;
        let printed = dump(target, &url, &name)?;
        if printed < tables {
            return Err(format!("{printed} of {tables} tables were printed").into());
        }
        costs.dump = costs.dump.min(used(target, &server)?.of_children(&before));

        let before = used(target, &server)?;
        read(&url, tables).await?;
        let after = used(target, &server)?;
        costs.read = costs.read.min(after.of_this(&before));
        costs.server = costs.server.min(after.of_server(&before));

        let before = used(target, &server)?;
        let mut session = connect(&url).await?;
        let found = session.introspect().await?;
        let wanted = session.dialect().normalize(&captured(tables)?).map_err(|all| format!("{all:?}"))?;
        let plan = live::compare(&mut *session, &found.schema, &wanted, &Renames::default()).await?;
        session.close().await;
        if !plan.operations.is_empty() {
            return Err("the database is not what the models say".into());
        }
        costs.diff = costs.diff.min(used(target, &server)?.of_this(&before));
    }
    costs.queries = queries(target, &url).await?;
    if target != Target::Postgres {
        costs.opening = Some(opening(&mut *scratch.session, &server, &url, tables, times).await?);
    }
    scratch.close().await?;
    Ok(costs)
}

async fn read(url: &str, tables: usize) -> Result<(), Failure> {
    let mut session = connect(url).await?;
    let found = session.introspect().await?;
    session.close().await;
    match found.schema.tables.len() == tables {
        true => Ok(()),
        false => Err("not every table was read".into()),
    }
}

async fn opening(
    session: &mut dyn Session,
    server: &str,
    url: &str,
    tables: usize,
    times: usize,
) -> Result<Opening, Failure> {
    let target = session.dialect().target();
    let mut opening = Opening { select: f64::INFINITY, held: f64::INFINITY };
    for _ in 0..times {
        let before = used(target, server)?;
        session.query("SELECT * FROM information_schema.columns WHERE table_schema = database()").await?;
        opening.select = opening.select.min(used(target, server)?.of_server(&before));
    }
    for cache in ["table_open_cache", "table_definition_cache"] {
        session.execute(&format!("SET @{cache} = @@{cache}")).await?;
        session.execute(&format!("SET GLOBAL {cache} = 12000")).await?;
    }
    // The first one opens them.
    read(url, tables).await?;
    for _ in 0..times {
        let before = used(target, server)?;
        read(url, tables).await?;
        opening.held = opening.held.min(used(target, server)?.of_this(&before));
    }
    for cache in ["table_open_cache", "table_definition_cache"] {
        session.execute(&format!("SET GLOBAL {cache} = @{cache}")).await?;
    }
    Ok(opening)
}

/// How many queries an introspection sends, on a connection of an application, which says what it sends.
async fn queries(target: Target, url: &str) -> Result<usize, Failure> {
    let mut session = match target {
        Target::Postgres => sqlx::PgPool::connect(url).await?.session().await?,
        Target::Mysql | Target::Mariadb | Target::Sqlite => {
            sqlx::MySqlPool::connect(url).await?.session().await?
        }
    };
    let (found, count) = queries::counted(session.introspect()).await;
    session.close().await;
    found?;
    match count {
        0 => Err("sqlx did not tell of its queries".into()),
        count => Ok(count),
    }
}

fn captured(tables: usize) -> Result<Schema, Failure> {
    let module = module(Path::new("/nowhere"), Vec::new());
    let captured = capture_of(&[module], models(tables, 0))
        .map_err(|mistakes| mistakes.first().map_or_else(String::new, ToString::to_string))?;
    Ok(captured.modules.get(MODULE).cloned().unwrap_or_default())
}

async fn make(session: &mut dyn Session, wanted: &Schema) -> Result<(), Failure> {
    let plan = diff(&Schema::default(), wanted, &Renames::default());
    for unit in session.dialect().render(&plan)? {
        for sql in &unit.statements {
            session.execute(sql).await?;
        }
    }
    // Statistics, and dead rows of the catalogue, are not what is measured.
    if session.dialect().target() == Target::Postgres {
        session.execute("VACUUM ANALYZE").await?;
    }
    Ok(())
}

async fn one(session: &mut dyn Session, postgres: &str, mysql: &str) -> Result<String, Failure> {
    let sql = if session.dialect().target() == Target::Postgres { postgres } else { mysql };
    let rows = session.query(sql).await?;
    Ok(rows.first().and_then(|row| row.first()?.clone()).ok_or("the server says nothing")?)
}

/// The process that the server's connections are processes or threads of.
async fn process(session: &mut dyn Session) -> Result<String, Failure> {
    let here = "the server is not on this machine: its CPU time is unknown";
    if session.dialect().target() != Target::Postgres {
        let path = one(session, "", "SELECT @@pid_file").await?;
        return Ok(std::fs::read_to_string(path).map_err(|_| here)?.trim().to_owned());
    }
    let backend = one(session, "SELECT pg_backend_pid()", "").await?;
    cpu::parent(&backend).ok_or_else(|| here.into())
}

/// What was used so far: by this process, by its children, by the server.
struct Used {
    this: Duration,
    children: Duration,
    server: Duration,
}

impl Used {
    fn of_this(&self, before: &Used) -> f64 {
        (self.this - before.this).as_secs_f64() + self.of_server(before)
    }

    fn of_children(&self, before: &Used) -> f64 {
        (self.children - before.children).as_secs_f64() + self.of_server(before)
    }

    fn of_server(&self, before: &Used) -> f64 {
        (self.server - before.server).as_secs_f64()
    }
}

/// PostgreSQL's connections are processes, which count when they have ended; MariaDB's are threads.
fn used(target: Target, server: &str) -> Result<Used, Failure> {
    sleep(Duration::from_millis(200));
    let of_server = match target {
        Target::Postgres => cpu::children_of(server),
        Target::Mysql | Target::Mariadb | Target::Sqlite => cpu::of(server),
    };
    let server = of_server.ok_or("the server is gone")?;
    Ok(Used { this: cpu::own(), children: cpu::children()?, server })
}

/// Prints the schema by the server's own program; how many tables it names.
fn dump(target: Target, url: &str, name: &str) -> Result<usize, Failure> {
    let mut command = match target {
        Target::Postgres => {
            let mut command = Command::new(pg_dump());
            command.args(["--schema-only", "--dbname", url]);
            command
        }
        Target::Mysql | Target::Mariadb | Target::Sqlite => {
            let (_, rest) = url.split_once("://").ok_or("the URL has no scheme")?;
            let (user, host) = rest.split_once('@').unwrap_or(("root", rest));
            let (user, password) = user.split_once(':').unwrap_or((user, ""));
            let address = host.split('/').next().unwrap_or(host);
            let (host, port) = address.split_once(':').unwrap_or((address, "3306"));
            let mut command = Command::new("mariadb-dump");
            command.args([
                "--no-defaults",
                "--no-data",
                "--skip-lock-tables",
                "--host",
                host,
                "--port",
                port,
            ]);
            command.args(["--protocol", "tcp", "--user", user, name]).env("MYSQL_PWD", password);
            command
        }
    };
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("the server's own program failed".into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).matches("CREATE TABLE").count())
}

/// The program itself: on Debian the one in PATH is a script in Perl that finds it.
fn pg_dump() -> PathBuf {
    let folder = Command::new("pg_config").arg("--bindir").output();
    let folder = folder.ok().filter(|output| output.status.success());
    let named = folder.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).chain(named).collect();
    found.retain(|folder| folder.join("pg_dump").exists());
    found.sort();
    found.pop().map_or_else(|| PathBuf::from("pg_dump"), |folder| folder.join("pg_dump"))
}
