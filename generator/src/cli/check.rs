//! `db:check`: for CI, without a database: models = fold = snapshot, one head, data loss accepted.

use clap::Args;
use serde_json::json;
use strobila::dialect::dialect;
use strobila::migration::{Direction, Hazard, Migration};
use strobila::operation::losses;
use strobila::{Module, Target};

use super::context::{Context, Outcome};
use super::generate::wanted;
use crate::error::{Code, Error, Problem};
use crate::files;
use crate::fold::{fold_all, operations};
use crate::generate::{State, chains_on, unreadable};
use crate::snapshot::Agreement;
use crate::write;

/// The flags of `db:check`.
#[derive(Debug, Clone, Default, Args)]
pub struct CheckArgs {
    /// The modules; all without one
    #[arg(value_name = "MODULE")]
    pub modules: Vec<String>,
}

/// Runs the command. Two heads never get this far: they do not compile.
///
/// # Errors
/// Everything that is not in order, all at once; the exit code is that of the gravest.
pub(super) fn run(context: &mut Context<'_>, args: &CheckArgs) -> Result<Outcome, Error> {
    let wanted = wanted(context, &args.modules)?;
    let state = context.state()?;
    let targets = context.config()?.target_list();
    let mut found: Vec<(Code, Problem)> = Vec::new();
    for module in &wanted {
        listed(context, module, &mut found)?;
        snapshot(&state, module, &mut found)?;
        for migration in module.migrations.list {
            accepted(module, migration, &mut found)?;
            statements(module, migration, &mut found);
        }
    }
    if let Some(problem) = unwritten(&wanted, &targets) {
        found.push((Code::TargetMissing, problem));
    } else {
        targets_agree(&state, &targets, &mut found)?;
    }
    found.extend(models(&state, &wanted));
    if found.is_empty() {
        let count: usize = wanted.iter().map(|module| module.migrations.list.len()).sum();
        context.screen.line(format!(
            "in order: {}, {}",
            counted(wanted.len(), "module"),
            counted(count, "migration")
        ));
        let names: Vec<&str> = wanted.iter().map(|module| module.name).collect();
        return Ok(Outcome::new(json!({ "modules": names, "migrations": count })));
    }
    let code = found.iter().map(|(code, _)| *code).max_by_key(|code| code.exit_code());
    let problems = found.into_iter().map(|(_, problem)| problem).collect();
    Err(Error::Problems { code: code.unwrap_or(Code::OutOfDate), problems })
}

fn problem(message: String, help: impl Into<String>) -> Problem {
    Problem { message, place: None, help: Some(help.into()) }
}

fn listed(context: &mut Context<'_>, module: &Module, found: &mut Vec<(Code, Problem)>) -> Result<(), Error> {
    let listing = write::listing(&files::directory(module)?).map_err(files::write_error)?;
    context.warn_of_stray(module, &listing);
    if let Some(name) = files::newer(module, &listing) {
        let message = format!("this program was built before {}/{name} was written", module.name);
        found.push((Code::BadListing, problem(message, "build it again: run the command through cargo")));
    }
    for name in &listing.unlisted {
        let message = format!("{}/{name} is not listed in its migrations/mod.rs and never runs", module.name);
        found.push((Code::BadListing, problem(message, format!("db:generate {} lists it", module.name))));
    }
    for name in &listing.missing {
        let message = format!("{}/{name} is listed in migrations/mod.rs and its file is gone", module.name);
        found.push((Code::BadListing, problem(message, "restore it from version control")));
    }
    Ok(())
}

fn snapshot(state: &State, module: &Module, found: &mut Vec<(Code, Problem)>) -> Result<(), Error> {
    let what = match files::snapshot_agrees(state, module) {
        Ok(Agreement::Same) => return Ok(()),
        Ok(Agreement::Missing) if module.migrations.list.is_empty() => return Ok(()),
        Ok(Agreement::Missing) => "is missing".to_owned(),
        Ok(Agreement::Older { .. } | Agreement::Different { .. }) => {
            "is older than its migrations".to_owned()
        }
        Err(error @ Error::Snapshot { .. }) => {
            let place = error.place().cloned();
            let problem = Problem { message: error.to_string(), place, help: error.help() };
            found.push((Code::Snapshot, problem));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let message = format!("the snapshot of module {} {what}", module.name);
    found.push((Code::OutOfDate, problem(message, format!("db:generate {} writes it", module.name))));
    Ok(())
}

/// What a migration loses must be accepted in its file.
fn accepted(
    module: &Module,
    migration: &Migration<'static>,
    found: &mut Vec<(Code, Problem)>,
) -> Result<(), Error> {
    let operations = operations(module.name, migration).map_err(unreadable)?;
    let accepted = migration.up.iter().flat_map(|step| step.accepted.iter().flatten());
    if accepted.into_iter().any(|(hazard, _)| *hazard == Hazard::DataLoss) {
        return Ok(());
    }
    for loss in losses(&operations) {
        let message = format!(
            "{}/{} loses {}, and its file does not accept it",
            module.name, migration.name, loss.phrase
        );
        let help = "write `.accept(Hazard::DataLoss, \"why\")` at the step that loses it";
        found.push((Code::HazardNotAccepted, problem(message, help)));
    }
    Ok(())
}

/// Refuses to write a migration behind others that are not written for every target of the config: on such a
/// target the module could no longer begin anew.
///
/// # Errors
/// [`Code::TargetMissing`]
pub(super) fn all_written(wanted: &[&'static Module], targets: &[Target]) -> Result<(), Error> {
    match unwritten(wanted, targets) {
        Some(problem) => Err(Error::Problems { code: Code::TargetMissing, problems: vec![problem] }),
        None => Ok(()),
    }
}

/// Every migration must be written for every target of the config, or stand before a baseline for it: those
/// that do neither, in one problem.
fn unwritten(wanted: &[&'static Module], targets: &[Target]) -> Option<Problem> {
    let lacking = |module: &Module, target: Target| lacking(module, target).len();
    let most =
        |module: &Module| targets.iter().map(|target| lacking(module, *target)).max().unwrap_or_default();
    let modules: Vec<String> = wanted
        .iter()
        .filter(|module| most(module) > 0)
        .map(|module| format!("{} ({})", module.name, counted(most(module), "migration")))
        .collect();
    if modules.is_empty() {
        return None;
    }
    let missing: Vec<&str> = targets
        .iter()
        .filter(|target| wanted.iter().any(|module| lacking(module, **target) > 0))
        .map(|target| target.as_str())
        .collect();
    let adds: Vec<String> = missing.iter().map(|target| format!("db:target add {target}")).collect();
    let missing = missing.join(", ");
    Some(problem(
        format!("migrations are not written for {missing}: {}", modules.join(", ")),
        format!(
            "{} writes one more migration of each module, from which it begins there; the others stay as they are\n\
             or take {missing} from `targets` in strobila.toml",
            adds.join(", ")
        ),
    ))
}

/// The migrations of a module that are not written for a target, and that no baseline stands for there.
pub(super) fn lacking(module: &Module, target: Target) -> Vec<&'static str> {
    let each = module.migrations.on(target).into_iter();
    each.filter(|migration| migration.written_as(target).is_none()).map(|migration| migration.name).collect()
}

/// On each target the migrations must lead to the same schema: a baseline may be edited.
fn targets_agree(state: &State, targets: &[Target], found: &mut Vec<(Code, Problem)>) -> Result<(), Error> {
    let has_baseline =
        |module: &&'static Module| module.migrations.list.iter().any(|one| !one.baseline.is_empty());
    if !state.modules.iter().any(has_baseline) {
        return Ok(());
    }
    for target in targets {
        let there = fold_all(&chains_on(&state.modules, *target)).map_err(unreadable)?;
        for (module, folded) in &state.folded {
            let there = there.get(module).map(|folded| &folded.schema);
            if there.is_some_and(|there| *there != folded.schema) {
                let message = format!("on {target} the migrations of {module} lead to another schema");
                let help = format!(
                    "where db:target add {target} did not end, run it again; where the baseline was edited, restore it \
                     from version control"
                );
                found.push((Code::Operations, problem(message, &help)));
            }
        }
    }
    Ok(())
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn statements(module: &Module, migration: &Migration<'static>, found: &mut Vec<(Code, Problem)>) {
    for dialect in migration.targets.iter().map(|target| dialect(*target)) {
        for step in [Direction::Up, Direction::Down].iter().flat_map(|way| migration.steps(*way)) {
            for sql in step.statements(dialect.target()).unwrap_or_default() {
                if let Err(reason) = dialect.check_statement(sql) {
                    let message =
                        format!("{}/{}, step `{}`: {reason}", module.name, migration.name, step.title);
                    found.push((
                        Code::BadStatement,
                        problem(message, "one statement per string, without transactions"),
                    ));
                }
            }
        }
    }
}

fn models(state: &State, wanted: &[&'static Module]) -> Vec<(Code, Problem)> {
    let open = state.open_changes();
    let changed = wanted.iter().filter_map(|module| Some((module, open.get(module.name)?)));
    changed
        .map(|(module, operations)| {
            let tree = crate::tree::change_tree(operations);
            let message = format!(
                "the models of module {} are ahead of its migrations:\n{}",
                module.name,
                tree.trim_end()
            );
            (Code::OutOfDate, problem(message, format!("run db:generate {}", module.name)))
        })
        .collect()
}
