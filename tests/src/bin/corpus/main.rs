//! `cargo xtask corpus DIR`: scores `db:diff` on pairs of schemas from other tools' test suites.
//!
//! A pair is loaded into two databases, the first is changed by what `db:diff` prints, and then both must be
//! the same by the server's own dump. The files are JSON lines; see [`pair::Pair`].

mod database;
mod dump;
mod judge;
mod pair;
mod report;

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use database::Databases;
use judge::{Verdict, judge};
use pair::{Kind, Pair};

/// What the program can fail with; what a pair fails with is a [`Verdict`].
type Failure = Box<dyn Error + Send + Sync>;

/// How many pairs are judged at once.
const WORKERS: usize = 2;

const USAGE: &str = "usage: corpus DIR [--all] [--by suite|feature] [--only WORD] [--failures]";

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
    for kind in Kind::ALL {
        let pairs: Vec<&Pair> = pairs.iter().filter(|pair| pair.dialect == kind).collect();
        if pairs.is_empty() {
            continue;
        }
        match kind.admin() {
            Ok(admin) => {
                let verdicts = judge_all(kind, &admin, &pairs)?;
                report::print(kind, &verdicts, arguments.by.as_deref(), arguments.failures);
            }
            Err(variable) => println!("{kind}: LEFT OUT, {variable} names no server"),
        }
    }
    Ok(())
}

fn judge_all<'p>(kind: Kind, admin: &str, pairs: &[&'p Pair]) -> Result<Vec<(&'p Pair, Verdict)>, Failure> {
    let next = AtomicUsize::new(0);
    let verdicts = Mutex::new(Vec::with_capacity(pairs.len()));
    let work = |worker: usize| -> Result<(), Failure> {
        let mut databases = Databases::new(kind, admin, worker)?;
        while let Some(pair) = pairs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let verdict = judge(&mut databases, pair)?;
            verdicts.lock().map_err(|_| "another worker stopped")?.push((*pair, verdict));
        }
        databases.close()
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|worker| scope.spawn(move || work(worker))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker stopped")?)
    })?;
    let mut verdicts = verdicts.into_inner().map_err(|_| "a worker stopped")?;
    verdicts.sort_by_key(|(pair, _)| pair.title());
    Ok(verdicts)
}
