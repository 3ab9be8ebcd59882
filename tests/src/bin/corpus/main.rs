//! `cargo xtask corpus DIR`: scores `db:diff` on pairs of schemas from other tools' test suites; with `--pull`
//! it scores `db:pull` on each schema of them.
//!
//! A pair is loaded into two databases, the first is changed by what `db:diff` prints, and then both must be
//! the same by the server's own dump. The files are JSON lines; see [`pair::Pair`].
//!
//! A schema that is pulled is loaded into a database, `db:pull` writes it as a module of a crate, and what the
//! compiled models say must be what the database holds.

mod database;
mod dump;
mod judge;
mod pair;
mod pull;
mod report;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use database::Databases;
use judge::judge;
use pair::{Kind, Pair};
use report::Score;

/// What the program can fail with; what a pair fails with is a verdict.
type Failure = Box<dyn Error + Send + Sync>;

/// How many pairs are judged at once.
const WORKERS: usize = 2;

const USAGE: &str = "usage: corpus DIR [--pull] [--all] [--by suite|feature] [--only WORD] [--failures]";

/// What the command line asks for.
#[derive(Default)]
struct Arguments {
    folder: PathBuf,
    /// Pairs too that hold more than tables, columns, constraints, indexes and enums.
    all: bool,
    by: Option<String>,
    /// A word that a pair's suite, name or database holds.
    only: Option<String>,
    failures: bool,
    /// `db:pull` of every schema, instead of `db:diff` of every pair.
    pull: bool,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, Failure> {
    let mut arguments = Arguments::default();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--all" => arguments.all = true,
            "--failures" => arguments.failures = true,
            "--pull" => arguments.pull = true,
            "--by" => {
                arguments.by = Some(words.next().filter(|by| by == "suite" || by == "feature").ok_or(USAGE)?)
            }
            "--only" => arguments.only = Some(words.next().ok_or(USAGE)?),
            folder if !folder.starts_with('-') && arguments.folder.as_os_str().is_empty() => {
                arguments.folder = PathBuf::from(folder);
            }
            _ => return Err(USAGE.into()),
        }
    }
    if arguments.folder.as_os_str().is_empty() {
        return Err(USAGE.into());
    }
    Ok(arguments)
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut pairs = pair::read(&arguments.folder)?;
    pairs.retain(|pair| {
        let is_wanted = |word: &String| pair.title().contains(word.as_str());
        (arguments.all || pair.core) && arguments.only.as_ref().is_none_or(is_wanted)
    });
    pairs.sort_by_key(Pair::title);
    for kind in Kind::ALL {
        let pairs: Vec<&Pair> = pairs.iter().filter(|pair| pair.dialect == kind).collect();
        if pairs.is_empty() {
            continue;
        }
        match kind.admin() {
            Ok(admin) => {
                let scores = match arguments.pull {
                    true => pull::all(kind, &admin, &pairs)?,
                    false => judge_all(kind, &admin, &pairs)?,
                };
                report::print(kind, &scores, arguments.by.as_deref(), arguments.failures);
            }
            Err(variable) => println!("{kind}: LEFT OUT, {variable} names no server"),
        }
    }
    Ok(())
}

fn judge_all<'p>(kind: Kind, admin: &str, pairs: &[&'p Pair]) -> Result<Vec<Score<'p>>, Failure> {
    let judged = each(kind, admin, pairs, |databases, pair| judge(databases, pair))?;
    let scores = pairs.iter().zip(judged);
    Ok(scores.map(|(pair, verdict)| Score::of_pair(pair, &verdict)).collect())
}

/// Does the same with each item, some at once; what comes out is in the items' order.
fn each<T: Sync, R: Send>(
    kind: Kind,
    admin: &str,
    items: &[T],
    one: impl Fn(&mut Databases, &T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let work = |worker: usize| -> Result<(), Failure> {
        let mut databases = Databases::new(kind, admin, worker)?;
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return databases.close() };
            let result = one(&mut databases, item)?;
            done.lock().map_err(|_| "another worker stopped")?.insert(at, result);
        }
    };
    thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = (0..WORKERS).map(|worker| scope.spawn(move || work(worker))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker stopped")?)
    })?;
    Ok(done.into_inner().map_err(|_| "a worker stopped")?.into_values().collect())
}
