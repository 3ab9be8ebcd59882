//! `db:target add`: migrations that are written get one more kind of database.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use strobila::Target;
use strobila::dialect::{Dialect, dialect};
use strobila::schema::Schema;
use strobila::{Migration, Module};

use super::check::lacking;
use super::context::{Context, Outcome};
use super::generate::proofs::prove_on;
use super::generate::{behind, mend, object, tell};
use crate::config::{Config, FILE_NAME, target_of, with_target};
use crate::decide::{Decisions, Flags, Sides};
use crate::draft::Draft;
use crate::error::{Code, Error, Problem};
use crate::fold::{Folded, fold_on, fold_only};
use crate::generate::{Drafted, Request, State, chains_on, headed, join, no_plan, unreadable};
use crate::plan::plan;
use crate::write;
use crate::{emit, files};

/// The flags of `db:target`.
#[derive(Debug, Clone, Args)]
pub struct TargetArgs {
    /// What to do
    #[command(subcommand)]
    pub action: TargetAction,
}

/// What `db:target` does.
#[derive(Debug, Clone, Subcommand)]
pub enum TargetAction {
    /// Write a baseline of each module for one more target, and add it to `targets` in strobila.toml
    Add(AddArgs),
}

/// The flags of `db:target add`.
#[derive(Debug, Clone, Args)]
pub struct AddArgs {
    /// The target: postgres, mysql, mariadb or sqlite, or with its oldest version mysql>=8.4
    #[arg(value_name = "TARGET")]
    pub target: String,
    /// Print the files and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Runs the command. Migrations that are there stay as they are.
///
/// # Errors
/// A word that is no target; migrations of a module of which some are written for it and others not; what the
/// database cannot do; a proof that fails.
pub(super) fn run(context: &mut Context<'_>, args: &TargetArgs) -> Result<Outcome, Error> {
    let TargetAction::Add(args) = &args.action;
    let version =
        target_of(&args.target).map_err(|(message, help)| Error::Usage { message, help: Some(help) })?;
    let target = version.target;
    let speaker = dialect(target);
    let config = context.config()?;
    let modules = context.modules()?.to_vec();
    for module in &modules {
        let listing = files::agree(module)?;
        context.warn_of_stray(module, &listing);
    }
    let state = context.state()?;
    let behind = behind(&state, &modules)?;
    let mut wanted = wanting(&modules, target)?;
    let there = there(&state, target)?;
    wanted.extend(unfinished(&state, &there));
    let mut drafts = baselines(context, &state, &there, &wanted, speaker)?;
    let mut targets = config.target_list();
    targets.push(target);
    targets.sort_unstable();
    targets.dedup();
    for drafted in &mut drafts {
        begin(&mut drafted.draft, target, &targets);
    }
    leads_there(&state, &there, target, &drafts)?;
    let proofs = prove_on(context, &config, &[target], &drafts)?;
    let plain: Vec<&Draft> = drafts.iter().map(|drafted| &drafted.draft).collect();
    if !args.dry_run {
        mend(context, &state, &behind)?;
    }
    let paths = if args.dry_run { Vec::new() } else { files::store(&state, &plain)? };
    let mut written: Vec<Value> = Vec::new();
    for (at, draft) in plain.iter().enumerate() {
        show(context, draft, paths.get(at).map(|path| files::shown(path)), args.dry_run);
        written.push(object(draft, paths.get(at), &proofs[at]));
    }
    if plain.is_empty() {
        context.screen.line(format!("every migration runs on {target} already"));
    }
    let is_listed = config.target_list().contains(&target);
    if args.dry_run {
        context.screen.note("nothing was written");
    } else {
        if !is_listed {
            list(context, &config, target, &args.target)?;
        }
        let proof = format!("db:verify --target {target}");
        match (plain.is_empty(), is_listed) {
            (false, _) => context.screen.note(format!(
                "an empty {target} database begins with these; on the others db:migrate records them and runs nothing; read them, then prove all: {proof}"
            )),
            (true, false) => context.screen.note(format!("prove that they do: {proof}")),
            (true, true) => {}
        }
    }
    Ok(Outcome::new(json!({ "target": target.as_str(), "modules": written })))
}

/// The modules whose migrations are not written for the target.
fn wanting(modules: &[&'static Module], target: Target) -> Result<BTreeSet<String>, Error> {
    let mut wanted = BTreeSet::new();
    for module in modules {
        let lacking = lacking(module, target);
        let Some(first) = lacking.first() else { continue };
        let written: Vec<&str> = module
            .migrations
            .list
            .iter()
            .filter(|migration| migration.written_as(target).is_some())
            .filter(|migration| migration.baseline.is_empty() || migration.is_baseline_on(target))
            .map(|migration| migration.name)
            .collect();
        if let Some(one) = written.first() {
            return Err(Error::Problems {
                code: Code::TargetMissing,
                problems: vec![Problem {
                    message: format!(
                        "{module}/{one} is written for {target} and {module}/{first} is not: a database of it that has the one would not begin anew",
                        module = module.name
                    ),
                    help: Some(format!(
                        "write the statements of {} for {target} by hand (`.{target}(&[…])` at each step, and {target} in `.targets`)",
                        lacking.join(", ")
                    )),
                    ..Problem::default()
                }],
            });
        }
        wanted.insert(module.name.to_owned());
    }
    Ok(wanted)
}

/// A plan for each module, from what the target has to what all others have.
fn baselines(
    context: &Context<'_>,
    state: &State,
    there: &BTreeMap<String, Folded>,
    wanted: &BTreeSet<String>,
    speaker: &'static dyn Dialect,
) -> Result<Vec<Drafted>, Error> {
    let target = speaker.target();
    let schemas = |folded: &BTreeMap<String, Folded>| -> Vec<(String, Schema)> {
        folded.iter().map(|(module, one)| (module.clone(), one.schema.clone())).collect()
    };
    let (prev, prev_owner) = join(schemas(there).into_iter());
    let (next, next_owner) = join(schemas(&state.folded).into_iter());
    let (hints, flags, decisions) = (Default::default(), Flags::default(), Decisions::default());
    let sides = Sides {
        prev: &prev,
        next: &next,
        prev_owner: &prev_owner,
        next_owner: &next_owner,
        hints: &hints,
        places: state.places(),
        wanted,
    };
    let plans = plan(&sides, &decisions, &flags, wanted, &[speaker])
        .map_err(|error| no_plan(error, state.places()))?;
    let request = Request {
        wanted: wanted.clone(),
        targets: vec![speaker],
        flags: &flags,
        title: Some(format!("begin on {target}")),
        now: context.now,
    };
    let mut heads = BTreeMap::new();
    let mut drafts = Vec::new();
    for plan in plans {
        drafts.push(headed(state, &request, &decisions, plan, &mut heads)?);
    }
    // A module whose tables are all gone again has migrations to be stood for, and nothing to make.
    for module in wanted.iter().filter(|module| !heads.contains_key(*module)).cloned().collect::<Vec<_>>() {
        let plan = crate::plan::ModulePlan { module, ..Default::default() };
        drafts.push(headed(state, &request, &decisions, plan, &mut heads)?);
    }
    Ok(drafts)
}

/// What the migrations lead to that are written for a target, by module.
fn there(state: &State, target: Target) -> Result<BTreeMap<String, Folded>, Error> {
    let lacking: BTreeSet<(&str, &str)> = state
        .modules
        .iter()
        .flat_map(|module| lacking(module, target).into_iter().map(|name| (module.name, name)))
        .collect();
    let folded =
        fold_only(&chains_on(&state.modules, target), |module, name| !lacking.contains(&(module, name)));
    folded.map_err(|error| Error::Problems {
        code: Code::TargetMissing,
        problems: vec![Problem {
            message: format!("the migrations that are written for {target} do not stand alone: {error}"),
            help: Some("take out of their `.targets` what leans on the others, then run it again".to_owned()),
            ..Problem::default()
        }],
    })
}

/// The modules that begin on the target and do not yet have all there: the command stopped between the files.
fn unfinished(state: &State, there: &BTreeMap<String, Folded>) -> Vec<String> {
    let lacks =
        |module: &str, folded: &Folded| there.get(module).is_some_and(|there| there.schema != folded.schema);
    let each = state.folded.iter().filter(|(module, folded)| lacks(module, folded));
    each.map(|(module, _)| module.clone()).collect()
}

/// Makes a draft a baseline: what it makes is there on all other targets.
fn begin(draft: &mut Draft, target: Target, targets: &[Target]) {
    draft.baseline = Some((target, std::mem::take(&mut draft.operations)));
    draft.targets = targets.to_vec();
}

/// On the new target the migrations must lead to what they lead to on the others.
fn leads_there(
    state: &State,
    there: &BTreeMap<String, Folded>,
    target: Target,
    drafts: &[Drafted],
) -> Result<(), Error> {
    let texts: Vec<String> = drafts
        .iter()
        .filter_map(|drafted| drafted.draft.baseline.as_ref())
        .map(|(_, operations)| emit::lines(operations).join("\n"))
        .collect();
    let new: Vec<(&str, Migration<'_>)> = drafts
        .iter()
        .zip(&texts)
        .map(|(drafted, text)| {
            (drafted.draft.module.as_str(), Migration::new(&drafted.draft.name).operations(text))
        })
        .collect();
    let after = fold_on(there, &new).map_err(unreadable)?;
    let differs = state
        .folded
        .iter()
        .find(|(module, folded)| after.get(*module).is_none_or(|after| after.schema != folded.schema));
    match differs {
        Some((module, _)) => {
            Err(Error::Bug(format!("the baseline of {module} for {target} leads to another schema")))
        }
        None => Ok(()),
    }
}

fn show(context: &mut Context<'_>, draft: &Draft, path: Option<String>, is_dry: bool) {
    if is_dry {
        tell(context, draft, None, true);
        return;
    }
    let made = draft.baseline.as_ref().map_or(0, |(_, operations)| operations.len());
    let noun = if made == 1 { "change" } else { "changes" };
    let bold = context.screen.paint.bold;
    context.screen.line(format!("{bold}{}{bold:#}: a baseline of {made} {noun}", draft.module));
    if let Some(path) = path {
        context.screen.line(path);
    }
}

/// Adds the target to the config file, or says what to write.
fn list(context: &mut Context<'_>, config: &Config, target: Target, word: &str) -> Result<(), Error> {
    let by_hand = |context: &mut Context<'_>| {
        context
            .screen
            .warn(format!("add \"{word}\" to `targets` by hand: {FILE_NAME} does not say them alone"));
    };
    let is_elsewhere =
        !matches!(config.targets.source, crate::config::Source::File(_) | crate::config::Source::Default);
    let Some(path) = config.file.as_ref().filter(|_| !is_elsewhere) else {
        by_hand(context);
        return Ok(());
    };
    let text = std::fs::read_to_string(path).map_err(|source| Error::Io {
        action: "read",
        path: path.clone(),
        source,
    })?;
    match with_target(&text, target, word.trim()) {
        Some(changed) => {
            write::replace(path, &changed).map_err(files::write_error)?;
            context.screen.line(format!("added \"{}\" to `targets` in {FILE_NAME}", word.trim()));
        }
        None => by_hand(context),
    }
    Ok(())
}
