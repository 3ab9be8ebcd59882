//! Applying and taking back many small migrations; finding nothing to do.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use strobila::Module;
use strobila::Target;
use strobila::migrator::{Consent, Migrator, RollbackTo, Selection};
use strobila_generator::proof::Scratch;

use crate::chain::{migrations, statement};
use crate::models::{MODULE, module};
use crate::server::{Counted, Counts};
use crate::table::Table;
use crate::{Failure, cpu};

const SMALL: usize = 1000;

/// Measures the migrator, on PostgreSQL where `TEST_POSTGRES_URL` names a server, and on SQLite.
pub(crate) fn report(table: &mut Table) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let file = |name: &str| format!("sqlite://{}/{name}.db?mode=rwc", folder.path().display());
    let sqlite = runtime.block_on(costs(file("one"), SMALL))?;
    let twice = runtime.block_on(costs(file("two"), 2 * SMALL))?;
    table.times("SQLite: apply 2,000 small migrations / 1,000", twice.apply, sqlite.apply, None);
    table.times("SQLite: take back 2,000 / 1,000", twice.back, sqlite.back, None);
    told(table, "SQLite", &sqlite);
    match env::var("TEST_POSTGRES_URL") {
        Ok(url) if !url.is_empty() => runtime.block_on(on_server(table, &url)),
        _ => {
            println!("left out: PostgreSQL, since TEST_POSTGRES_URL names no server");
            Ok(())
        }
    }
}

async fn on_server(table: &mut Table, url: &str) -> Result<(), Failure> {
    let mut psql = f64::INFINITY;
    let mut best: Option<Costs> = None;
    for _ in 0..3 {
        psql = psql.min(on_database(url, async |url| run_psql(&url, SMALL)).await?);
        let costs = on_database(url, async |url| costs(url, SMALL).await).await?;
        if best.as_ref().is_none_or(|best| costs.apply < best.apply) {
            best = Some(costs);
        }
    }
    let once = best.ok_or("nothing was measured")?;
    let twice = on_database(url, async |url| costs(url, 2 * SMALL).await).await?;
    table.times("PostgreSQL: apply 1,000 small migrations / psql", once.apply, psql, Some(2.0));
    table.times("PostgreSQL: apply 2,000 / 1,000", twice.apply, once.apply, None);
    table.times("PostgreSQL: take back 2,000 / 1,000", twice.back, once.back, None);
    table.times("  the server's part of it", twice.server_back, once.server_back, None);
    table.times("  our part of it", twice.back - twice.server_back, once.back - once.server_back, None);
    table.limit("PostgreSQL: round trips a migration beyond three", once.trips - 3.0, "", 2.0);
    told(table, "PostgreSQL", &once);
    Ok(())
}

fn told(table: &mut Table, what: &str, costs: &Costs) {
    let Counts { trips, locks, .. } = costs.nothing;
    table.limit(&format!("{what}: queries with nothing pending"), trips as f64, "", 3.0);
    table.limit(&format!("{what}: locks with nothing pending"), locks as f64, "", 0.0);
}

/// Runs `work` on a new database of the server.
async fn on_database<T>(
    url: &str,
    work: impl AsyncFnOnce(String) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut scratch = Scratch::open(Target::Postgres, Some(url)).await?;
    let name = scratch.session.query("SELECT current_database()").await?;
    let name = name.first().and_then(|row| row.first()?.clone()).ok_or("the database has no name")?;
    let (server, _) = url.rsplit_once('/').ok_or("TEST_POSTGRES_URL names no database")?;
    let result = work(format!("{server}/{name}")).await;
    scratch.close().await?;
    result
}

/// CPU time in seconds, ours and the server's, and what was asked of the server.
struct Costs {
    apply: f64,
    back: f64,
    server_back: f64,
    trips: f64,
    nothing: Counts,
}

async fn costs(url: String, count: usize) -> Result<Costs, Failure> {
    let module: &'static Module = module(Path::new("/nowhere"), migrations(count));
    let database = Counted::new(url);
    let migrator = Migrator::new(&[module]);
    let before = cpu::own();
    migrator.migrate(&database, &Selection::all()).await?;
    let (ours, up) = (cpu::own() - before, database.take());
    migrator.migrate(&database, &Selection::all()).await?;
    let nothing = database.take();
    let before = cpu::own();
    migrator.rollback(&database, MODULE, &RollbackTo::All, Consent::Accepted).await?;
    let (back, down) = (cpu::own() - before, database.take());
    Ok(Costs {
        apply: (ours + up.server).as_secs_f64(),
        back: (back + down.server).as_secs_f64(),
        server_back: down.server.as_secs_f64(),
        trips: up.trips as f64 / count as f64,
        nothing,
    })
}

/// Runs the same statements through one psql, a transaction each; its CPU time and its server's, from
/// the first answer to the last: what starts it, a script of Debian's in Perl, is none of its work.
fn run_psql(url: &str, count: usize) -> Result<f64, Failure> {
    let mut psql = Command::new("psql")
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = psql.stdin.take().ok_or("psql has no input")?;
    let mut output = BufReader::new(psql.stdout.take().ok_or("psql has no output")?);
    let mut answer = || -> Result<String, Failure> {
        let mut line = String::new();
        output.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    };
    writeln!(input, "SELECT pg_backend_pid();")?;
    input.flush()?;
    let (client, server) = (psql.id().to_string(), answer()?);
    let used = || cpu::of(&client).zip(cpu::of(&server)).map(|(client, server)| client + server);
    let unknown = "the server is not on this machine: its CPU time is unknown";
    let before = used().ok_or(unknown)?;
    for at in 0..count {
        writeln!(input, "BEGIN;\n{};\nCOMMIT;", statement(at))?;
    }
    writeln!(input, "SELECT 'done';")?;
    input.flush()?;
    if answer()? != "done" {
        return Err("psql did not run its statements".into());
    }
    let spent = used().ok_or(unknown)? - before;
    drop(input);
    psql.wait()?;
    Ok(spent.as_secs_f64())
}
