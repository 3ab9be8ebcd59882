//! `db:generate`: compares models with the last known schema and writes a migration.

pub(super) mod amend;
mod empty;
mod from;
pub(super) mod proofs;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use strobila::dialect::{Dialect, dialect};
use strobila::operation::Operation;
use strobila::{Module, Target};

use super::check;
use super::context::{Context, Outcome};
use crate::Error;
use crate::config::Config;
use crate::decide::{Flags, path};
use crate::draft::{Draft, DraftDown};
use crate::emit::emit;
use crate::files;
use crate::generate::{Drafted, Request, State, drafts};
use crate::questioner::{Recorder, quoted};
use crate::snapshot::Agreement;
use crate::tree;

/// The flags of `db:generate`.
#[derive(Debug, Clone, Default, Args)]
pub struct GenerateArgs {
    /// The modules; all without one
    #[arg(value_name = "MODULE")]
    pub modules: Vec<String>,
    /// What the change is called, for the file's header
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
    /// Write a file without steps, for SQL written by hand
    #[arg(long)]
    pub empty: bool,
    /// Which open operations the hand-written file makes: all, none, or subjects like author.fax
    #[arg(long, value_name = "SUBJECT", requires = "empty", value_delimiter = ',')]
    pub claims: Vec<String>,
    /// Plan the last migration of each named module again, and replace its file
    ///
    /// For a branch that is still being written: the file keeps its name and its place, and the answers it
    /// holds (renames, fills, reasons, moves); flags win over them. Refused when the file holds something
    /// that db:generate did not write, when another migration requires it, when it is applied in the
    /// environment's database (db:rollback MODULE first), and when git has the file in the upstream of the
    /// current branch or in main or master, here or on origin.
    #[arg(long, conflicts_with_all = ["empty", "claims"])]
    pub amend: bool,
    /// What the models are compared with: files (the migrations), live (the environment's database), a URL or FILE.sql
    ///
    /// A live database must be what its migrations make, and nothing may be pending there; then the migration
    /// fits it. A file of SQL runs on a scratch database, and must make what all migrations make. Tables of the
    /// models that are there and no migration made come first, as they are, in a migration of their own, which
    /// db:baseline marks as applied where they are.
    #[arg(long, value_name = "SOURCE", default_value = "files", conflicts_with_all = ["amend", "empty"])]
    pub from: String,
    /// For which database the file of SQL is written [default: the config's first]
    #[arg(long, value_name = "TARGET")]
    pub target: Option<Target>,
    /// Write nothing; exit 4 when something would be written
    #[arg(long)]
    pub check: bool,
    /// Print the files and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// A rename, the old name left: author.name=full_name, writer=author
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub renames: Vec<String>,
    /// A column, table or enum value that may go, with the reason: author.fax="nobody has one"
    #[arg(long = "drop", value_name = "SUBJECT=REASON")]
    pub drops: Vec<String>,
    /// Values that a change of type may round, cut or replace, with the reason: visit.count="all are numbers"
    #[arg(long = "convert", value_name = "COLUMN=REASON")]
    pub conversions: Vec<String>,
    /// What existing rows get, or what values become under a new type, as SQL: author.country="'DE'"
    ///
    /// For one target alone: sqlite:author.country="…". For a new required column of a table without rows:
    /// author.country=fail, which stops at the first row.
    #[arg(long = "fill", value_name = "COLUMN=SQL")]
    pub fills: Vec<String>,
    /// What rows get when a dropped required column comes back, as SQL: author.fax="''"
    #[arg(long = "fill-down", value_name = "COLUMN=SQL")]
    pub fill_downs: Vec<String>,
    /// A table that another module takes over: product=catalog
    #[arg(long = "move", value_name = "TABLE=MODULE")]
    pub moves: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// Open decisions, models that cannot be, a proof that fails.
pub(super) fn run(context: &mut Context<'_>, args: &GenerateArgs) -> Result<Outcome, Error> {
    if args.empty {
        return empty::run(context, args);
    }
    if args.amend && args.modules.is_empty() {
        let names: Vec<&str> = context.modules()?.iter().map(|module| module.name).collect();
        return Err(Error::Usage {
            message: "--amend replaces the last migration of a module, and none is named".to_owned(),
            help: Some(format!(
                "name it: db:generate {} --amend; the modules are {}",
                names.first().unwrap_or(&"MODULE"),
                names.join(", ")
            )),
        });
    }
    let wanted = wanted(context, &args.modules)?;
    let flags = Flags::parse(
        &args.renames,
        &args.drops,
        &args.conversions,
        &args.fills,
        &args.fill_downs,
        &args.moves,
    )
    .map_err(|flag| Error::Usage { message: flag.message, help: Some(flag.help) })?;
    let fill_downs: Vec<String> = flags.fill_downs.keys().cloned().collect();
    let config = context.config()?;
    for module in &wanted {
        let listing = files::agree(module)?;
        context.warn_of_stray(module, &listing);
    }
    check::all_written(&wanted, &config.target_list())?;
    let (state, flags) = match args.amend {
        true => amend::state(context, &config, &wanted, &flags)?,
        false => (context.state()?, flags),
    };
    warn_of_strays(context, &state);
    let behind = behind(&state, &wanted)?;
    let request = Request {
        wanted: wanted.iter().map(|module| module.name.to_owned()).collect(),
        targets: dialects(&config),
        flags: &flags,
        title: args.name.clone(),
        now: context.now,
    };
    let found = from::first(context, &config, args, &state, &request)?;
    let found = found.as_ref();
    let base = found.map_or(&state, |found| &found.after);
    let mut recorder = Recorder::new(context.questioner);
    let mut new = drafts(base, &request, &mut recorder).map_err(amend::alone(args.amend))?;
    let answers = recorder.flags;
    if args.amend {
        amend::settle(&state, &mut new)?;
    }
    let known = found.map_or(0, |found| found.drafts.len());
    let drafts: Vec<Drafted> = found.into_iter().flat_map(|found| found.drafts.clone()).chain(new).collect();
    fills_something(&fill_downs, &drafts)?;
    if args.check {
        return checked(context, &drafts);
    }
    if !args.dry_run {
        mend(context, &state, &behind)?;
    }
    if drafts.is_empty() {
        let names: Vec<&str> = wanted.iter().map(|module| module.name).collect();
        context.screen.line(format!("no changes in {}", names.join(", ")));
        return Ok(Outcome::new(json!({ "modules": unchanged(&wanted, &[]) })));
    }
    let proofs = proofs::prove(context, &config, &drafts).map_err(|error| again(error, args, &answers))?;
    let plain: Vec<&Draft> = drafts.iter().map(|drafted| &drafted.draft).collect();
    let mut paths = Vec::new();
    if !args.dry_run {
        paths = files::store(&state, &plain[..known])?;
        paths.extend(files::store(base, &plain[known..])?);
    }
    let mut modules = Vec::new();
    for (at, draft) in plain.iter().enumerate() {
        tell(context, draft, paths.get(at), args.dry_run);
        tell_proof(context, draft, &proofs[at]);
        modules.push(object(draft, paths.get(at), &proofs[at]));
    }
    tell_next(context, args, &plain[..known]);
    modules.extend(unchanged(&wanted, &plain));
    Ok(Outcome::new(json!({ "modules": modules })))
}

/// Every `--fill-down` must be of use: one that fills nothing is a slip of the pen, and values would be gone.
fn fills_something(given: &[String], drafts: &[Drafted]) -> Result<(), Error> {
    let filled = |subject: &str| {
        let mut fills = drafts.iter().flat_map(|drafted| drafted.plan.down_fills.keys());
        fills.any(|(table, column)| path(table, column) == subject)
    };
    // It may name its target.
    let subject = |key: &str| key.split_once(':').map_or(key, |(_, subject)| subject).to_owned();
    match given.iter().find(|key| !filled(&subject(key))) {
        None => Ok(()),
        Some(key) => Err(Error::Usage {
            message: format!(
                "`--fill-down {key}=…` fills nothing: no such column comes back on the way down"
            ),
            help: Some("name a column that the way up drops or changes, as it is called before".to_owned()),
        }),
    }
}

/// Says how a draft was proven, and where.
fn tell_proof(context: &mut Context<'_>, draft: &Draft, proof: &Value) {
    let proven = |proof: &&Value| proof["proven"] == true;
    let all = proof.as_object().into_iter().flatten();
    let all: Vec<(&String, &Value)> = all.filter(|(_, proof)| proven(proof)).collect();
    if all.is_empty() {
        return;
    }
    let targets: Vec<&str> = all.iter().map(|(target, _)| target.as_str()).collect();
    let way = match draft.down {
        DraftDown::Irreversible { .. } => "up (there is no way down)",
        DraftDown::Exact | DraftDown::Lossy { .. } => "up, down and up again",
    };
    let rows = match all.iter().all(|(_, proof)| proof["rows"] == 0) {
        true => "",
        false => ", with rows in its tables",
    };
    context.screen.note(format!("proven on {}: {way}{rows}", targets.join(", ")));
}

/// Says what is to be done with the files. `known` are those that make what a database has already.
fn tell_next(context: &mut Context<'_>, args: &GenerateArgs, known: &[&Draft]) {
    if args.dry_run {
        context.screen.note("nothing was written");
        return;
    }
    for draft in known {
        context.screen.note(format!(
            "{0}/{1} makes what is there: run db:baseline {0}/{1} on each database that has it",
            draft.module, draft.name
        ));
    }
    context.screen.note(match args.amend {
        true => "written again: read it, then run db:migrate",
        false => "read it, then run db:migrate",
    });
}

/// A proof that failed after questions: with the command line that answers them again.
fn again(error: Error, args: &GenerateArgs, answers: &[String]) -> Error {
    match error {
        Error::ProofFailed { message, help } if !answers.is_empty() => {
            let mut words = vec!["cargo strobila db:generate".to_owned()];
            words.extend(args.modules.iter().cloned());
            words.extend(args.amend.then(|| "--amend".to_owned()));
            words.extend((args.from != "files").then(|| format!("--from {}", quoted(&args.from))));
            words.extend(args.target.map(|target| format!("--target {target}")));
            words.extend(args.name.iter().map(|name| format!("--name {}", quoted(name))));
            let given = [
                ("--rename", &args.renames),
                ("--drop", &args.drops),
                ("--fill", &args.fills),
                ("--fill-down", &args.fill_downs),
                ("--move", &args.moves),
            ];
            for (flag, values) in given {
                words.extend(values.iter().map(|value| format!("{flag} {}", quoted(value))));
            }
            words.extend(answers.iter().cloned());
            let again = format!("your answers, to be corrected and given again: {}", words.join(" "));
            let help = help.map_or(again.clone(), |help| format!("{help}\n{again}"));
            Error::ProofFailed { message, help: Some(help) }
        }
        error => error,
    }
}

/// The modules of those names, or all.
pub(super) fn wanted(context: &Context<'_>, names: &[String]) -> Result<Vec<&'static Module>, Error> {
    if names.is_empty() {
        return Ok(context.modules()?.to_vec());
    }
    let unique: BTreeSet<&String> = names.iter().collect();
    unique.into_iter().map(|name| context.module(name)).collect()
}

/// The dialects of the targets in the config.
pub(super) fn dialects(config: &Config) -> Vec<&'static dyn Dialect> {
    config.target_list().into_iter().map(dialect).collect()
}

fn warn_of_strays(context: &mut Context<'_>, state: &State) {
    for place in &state.captured.strays {
        context.screen.warn(format!("{place} stands in no module that main names, and is left out"));
    }
}

/// The modules whose snapshot is missing or older than the migrations.
pub(super) fn behind(state: &State, wanted: &[&'static Module]) -> Result<Vec<&'static Module>, Error> {
    let mut behind = Vec::new();
    for module in wanted {
        match files::snapshot_agrees(state, module)? {
            Agreement::Missing if module.migrations.list.is_empty() => {}
            Agreement::Missing | Agreement::Older { .. } => behind.push(*module),
            Agreement::Same | Agreement::Different { .. } => {}
        }
    }
    Ok(behind)
}

/// Writes the snapshots of these modules again.
pub(super) fn mend(
    context: &mut Context<'_>,
    state: &State,
    behind: &[&'static Module],
) -> Result<(), Error> {
    for module in behind {
        let path = files::mend_snapshot(state, module)?;
        context.screen.note(format!("wrote {} again from the migrations", files::shown(&path)));
    }
    Ok(())
}

fn checked(context: &mut Context<'_>, drafts: &[Drafted]) -> Result<Outcome, Error> {
    if drafts.is_empty() {
        context.screen.line("models and migrations agree");
        return Ok(Outcome::new(json!({ "modules": [] })));
    }
    for drafted in drafts {
        context.screen.line(headline(&drafted.draft));
        context.screen.line(tree::change_tree(&drafted.draft.operations).trim_end());
    }
    let objects: Vec<Value> = drafts.iter().map(|drafted| object(&drafted.draft, None, &json!({}))).collect();
    Ok(Outcome::new(json!({ "modules": objects })).exit(4))
}

fn headline(draft: &Draft) -> String {
    let title = draft.title.clone().unwrap_or_else(|| tree::summary(&draft.operations));
    format!("{}: {title}", draft.module)
}

/// Shows a draft as it is written.
pub(super) fn tell(context: &mut Context<'_>, draft: &Draft, path: Option<&PathBuf>, is_dry: bool) {
    let paint = context.screen.paint;
    if is_dry {
        context.screen.line(emit(draft).trim_end());
        return;
    }
    for line in tree::change_tree(&draft.operations).trim_end().lines() {
        let style = match line.trim_start().chars().next() {
            Some('+') => paint.good,
            Some('-') => paint.error,
            Some('~' | '>') => paint.warning,
            _ => paint.dim,
        };
        context.screen.line(format!("{style}{line}{style:#}"));
    }
    let bold = paint.bold;
    context.screen.line(format!("{bold}{}{bold:#}", headline(draft)));
    if let Some(path) = path {
        context.screen.line(files::shown(path));
    }
}

/// A draft as JSON.
pub(super) fn object(draft: &Draft, path: Option<&PathBuf>, proof: &Value) -> Value {
    let reasons = draft
        .up
        .iter()
        .flat_map(|step| &step.accepted)
        .map(|(hazard, reason)| json!({ "hazard": hazard, "reason": reason }));
    let operations: Vec<&Operation> = draft.operations.iter().collect();
    json!({
        "module": draft.module,
        "name": draft.name,
        "file": path.map(|path| files::shown(path)),
        "summary": headline(draft),
        "operations": operations,
        "loses": draft.up_loses,
        "hazards": reasons.collect::<Vec<_>>(),
        "proof": proof,
    })
}

fn unchanged(wanted: &[&'static Module], drafts: &[&Draft]) -> Vec<Value> {
    let untouched = wanted.iter().filter(|module| drafts.iter().all(|draft| draft.module != module.name));
    untouched
        .map(|module| json!({ "module": module.name, "file": null, "operations": [], "hazards": [], "proof": {} }))
        .collect()
}
