//! What `db:generate` does between its arguments and its output, by the library's functions; the proof
//! is measured apart.

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use strobila::dialect::{Dialect, dialect};
use strobila::model::{Description, capture_of};
use strobila::{Migration, Module, Target};
use strobila_generator::decide::Flags;
use strobila_generator::emit::operations_text;
use strobila_generator::generate::{Drafted, Request, State, drafts};
use strobila_generator::proof::Scratch;
use strobila_generator::questioner::Nobody;
use strobila_generator::{files, snapshot, write};
use strobila_tests::planning::prove_on;

use crate::models::{MODULE, models, module};
use crate::table::Table;
use crate::{Failure, child, cpu};

/// How often a cost is measured; the least counts. The same for every size: the least of more runs is less.
const TIMES: &str = "20";

/// How many tables are changed, where some are.
const CHANGED: usize = 10;

/// Measures everything about generating.
pub(crate) fn report(table: &mut Table) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let at = |tables: usize| folder.path().join(tables.to_string()).display().to_string();
    for tables in [100, 1000, 5000] {
        child(&["first", &at(tables), &tables.to_string()])?;
    }
    let [small, middle, large] = [100, 1000, 5000].map(|tables: usize| {
        let costs = child(&["costs", &at(tables), &tables.to_string(), TIMES])?;
        <[f64; 4]>::try_from(costs).map_err(|_| Failure::from("costs are four numbers"))
    });
    let ([snapshot, idle, busy, proof], small, large) = (middle?, small?, large?);
    table.times("generate, 1,000 tables, none changed / snapshot alone", idle, snapshot, Some(3.0));
    table.times("generate, 1,000 tables, ten changed / snapshot alone", busy, snapshot, Some(3.0));
    let exponent = |at: usize| (large[at] / small[at]).ln() / 50f64.ln();
    table.limit("growth from 100 to 5,000 tables, none changed", exponent(1), "", 1.1);
    table.limit("growth from 100 to 5,000 tables, ten changed", exponent(2), "", 1.1);
    table.limit("growth of the snapshot alone, for comparison", exponent(0), "", 1.1);
    table.times("proof of ten changed on SQLite, of 1,000 / of 100 tables", proof, small[3], Some(1.2));
    let peak = child(&["memory", &at(1000), "1000"])?;
    table.limit("peak memory, 1,000 tables, ten changed", peak[0] / 1e6, "MB", 40.0);
    table.limit("snapshot of 1,000 tables", peak[1] / 1e6, "MB", 2.5);
    Ok(())
}

/// A part in a process of its own; prints its numbers.
pub(crate) fn part(name: &str, words: &[&str]) -> Result<(), Failure> {
    match (name, words) {
        ("first", [folder, tables]) => first(Path::new(folder), tables.parse()?),
        ("costs", [folder, tables, times]) => costs(Path::new(folder), tables.parse()?, times.parse()?),
        ("memory", [folder, tables]) => memory(Path::new(folder), tables.parse()?),
        _ => Err(format!("no part {name} with {} words", words.len()).into()),
    }
}

/// Makes a project: its first migration, as files and as what a program would have compiled in.
fn first(folder: &Path, tables: usize) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("mod.rs"), write::render_mod([]))?;
    let project = Project { models: models(tables, 0), module: module(folder, Vec::new()) };
    let state = project.state()?;
    let drafted = project.drafts(&state)?;
    let drafts: Vec<_> = drafted.iter().map(|drafted| &drafted.draft).collect();
    files::store(&state, &drafts)?;
    fs::write(beside(folder), operations_text(drafts[0]))?;
    Ok(())
}

/// The operations of the first migration, which a program has compiled in.
fn beside(folder: &Path) -> PathBuf {
    folder.with_extension("operations")
}

/// Prints the CPU time of the snapshot alone, of a generate without and with changes, and of the proof.
fn costs(folder: &Path, tables: usize, times: usize) -> Result<(), Failure> {
    let idle = Project::open(folder, tables, 0)?;
    let busy = Project::open(folder, tables, CHANGED)?;
    let path = folder.join(snapshot::file_name(MODULE));
    let alone = cpu::least(times, || Ok(()), |()| read_and_write(&path))?;
    let unchanged = cpu::least(times, || Ok(()), |()| idle.generate().map(drop))?;
    let copy = folder.with_extension("copy");
    let changed = cpu::least(
        times,
        || copy_folder(folder, &copy),
        |()| {
            busy.generate()?;
            Ok(())
        },
    );
    // What was generated is taken away again.
    let changed = changed.and_then(|cost| restore(&copy, folder).map(|()| cost))?;
    let state = busy.state()?;
    let drafted = busy.drafts(&state)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let proof = cpu::least(5, || Ok(()), |()| runtime.block_on(prove(&drafted[0])))?;
    println!("{alone} {unchanged} {changed} {proof}");
    Ok(())
}

/// Prints the most memory that one generate takes, and the size of the snapshot.
fn memory(folder: &Path, tables: usize) -> Result<(), Failure> {
    let before = fs::metadata(folder.join(snapshot::file_name(MODULE)))?.len();
    Project::open(folder, tables, CHANGED)?.generate()?;
    println!("{} {before}", cpu::peak()?);
    Ok(())
}

fn read_and_write(path: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(path)?;
    let parsed = snapshot::parse(&text, path)?;
    write::replace(path, &snapshot::render(&parsed))?;
    Ok(())
}

async fn prove(drafted: &Drafted) -> Result<(), Failure> {
    let mut scratch = Scratch::open(Target::Sqlite, None).await?;
    let proven = prove_on(&mut *scratch.session, &drafted.plan, &drafted.draft).await?;
    black_box(proven);
    scratch.close().await?;
    Ok(())
}

/// A program with one module, in which `db:generate` is run.
struct Project {
    models: Vec<&'static Description>,
    module: &'static Module,
}

impl Project {
    /// The project with its first migration.
    fn open(folder: &Path, tables: usize, changed: usize) -> Result<Self, Failure> {
        let operations: &'static str = fs::read_to_string(beside(folder))?.leak();
        let name = write::listing(folder)?.files.into_iter().next().ok_or("no migration")?;
        let migration = Migration::new(name.leak()).operations(operations);
        Ok(Project { models: models(tables, changed), module: module(folder, vec![migration]) })
    }

    /// What the command does, proof and printing apart. Writes when something changed.
    fn generate(&self) -> Result<(), Failure> {
        files::agree(self.module)?;
        let state = self.state()?;
        files::snapshot_agrees(&state, self.module)?;
        let drafted = self.drafts(&state)?;
        let drafts: Vec<_> = drafted.iter().map(|drafted| &drafted.draft).collect();
        if !drafts.is_empty() {
            files::store(&state, &drafts)?;
        }
        black_box((state, drafted));
        Ok(())
    }

    fn state(&self) -> Result<State, Failure> {
        let captured = capture_of(&[self.module], self.models.clone())
            .map_err(|mistakes| mistakes.first().map_or_else(String::new, ToString::to_string))?;
        Ok(State::of(&[self.module], captured)?)
    }

    fn drafts(&self, state: &State) -> Result<Vec<Drafted>, Failure> {
        let targets: Vec<&'static dyn Dialect> =
            [Target::Postgres, Target::Sqlite].into_iter().map(dialect).collect();
        let request = Request {
            wanted: BTreeSet::from([MODULE.to_owned()]),
            targets,
            flags: &Flags::default(),
            title: None,
            now: "2026-11-20T13:26:00Z".parse()?,
        };
        Ok(drafts(state, &request, &mut Nobody::default())?)
    }
}

/// Keeps a copy of a folder of files; where there is one already, brings the folder back to it.
fn copy_folder(folder: &Path, copy: &Path) -> Result<(), Failure> {
    if copy.exists() { restore(copy, folder) } else { all_files(folder, copy) }
}

fn restore(copy: &Path, folder: &Path) -> Result<(), Failure> {
    fs::remove_dir_all(folder)?;
    all_files(copy, folder)
}

fn all_files(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
