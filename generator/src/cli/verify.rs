//! `db:verify`: the proof, per target.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::{Value, json};
use strobila::Target;
use strobila::migrator::Tag;

use super::context::{Context, Outcome, block_on};
use super::generate::proofs::{Written, failed, scratch_url, unreachable_scratch};
use crate::Error;
use crate::config::{Config, DatabaseUrl};
use crate::error::{Code, Problem};
use crate::generate::{chains_on, unreadable};
use crate::proof::{Scratch, no_scratch_help};
use crate::verify::{Verified, VerifyError, verify};

/// The flags of `db:verify`.
#[derive(Debug, Clone, Default, Args)]
pub struct VerifyArgs {
    /// Modules or migrations; everything without one
    #[arg(value_name = "TAG")]
    pub tags: Vec<String>,
    /// On which databases [default: all of the config's]
    #[arg(long = "target", value_name = "TARGET")]
    pub targets: Vec<Target>,
}

/// Runs the command: every migration from the first on, on a scratch database per target; those that the
/// tags name are proven, the others only run. What follows one that fails is proven too, where its way up runs. At the end models and migrations must agree.
///
/// # Errors
/// [`Error::ProofFailed`]; a target without a scratch database: this is a gate, it leaves nothing out.
pub(super) fn run(context: &mut Context<'_>, args: &VerifyArgs) -> Result<Outcome, Error> {
    let tags = super::tags::all(context, &args.tags)?;
    let config = context.config()?;
    let state = context.state()?;
    let targets = if args.targets.is_empty() { config.target_list() } else { args.targets.clone() };
    let mut done: Vec<Value> = Vec::new();
    let mut failures: Vec<Problem> = Vec::new();
    for (target, url) in scratches(context, &config, targets)? {
        let shown = url.as_ref().map_or_else(|| target.to_string(), ToString::to_string);
        let mut verified: Vec<Verified> = Vec::new();
        // Those that failed, and run without a proof when what follows is proven.
        let mut broken: BTreeSet<(String, String)> = BTreeSet::new();
        loop {
            let result = block_on(async {
                let database = |source| unreachable_scratch(source, &shown);
                let mut scratch =
                    Scratch::open(target, url.as_ref().map(|url| url.expose())).await.map_err(database)?;
                let settled = broken.iter().cloned();
                let settled =
                    settled.chain(verified.iter().map(|one| (one.module.clone(), one.migration.clone())));
                let settled: BTreeSet<(String, String)> = settled.collect();
                let is_wanted = |module: &str, name: &str| {
                    names(&tags, module, name) && !settled.contains(&(module.to_owned(), name.to_owned()))
                };
                let chains = chains_on(&state.modules, scratch.session.dialect().target());
                let result =
                    verify(&chains, scratch.session.as_mut(), is_wanted, |one| verified.push(one)).await;
                let closed = scratch.close().await;
                closed.map_err(database)?;
                Ok(result)
            })?;
            match result {
                Ok(()) => break,
                Err(VerifyError::Proof { module, migration, source }) => {
                    // Its way up does not run: nothing behind it can be tried.
                    if !broken.insert((module.clone(), migration.clone())) {
                        break;
                    }
                    match told(VerifyError::Proof { module, migration, source }, &shown) {
                        Error::ProofFailed { message, help } => {
                            failures.push(Problem { message, help, ..Problem::default() });
                        }
                        other => return Err(other),
                    }
                }
                Err(error) => return Err(told(error, &shown)),
            }
        }
        for one in &verified {
            tell(context, one);
            done.push(json!({
                "module": one.module,
                "name": one.migration,
                "target": one.target.as_str(),
                "rows": one.proven.rows,
                "empty": one.proven.empty.keys().map(ToString::to_string).collect::<Vec<_>>(),
            }));
        }
    }
    match failures.len() {
        0 => {}
        1 => {
            let Problem { message, help, .. } = failures.remove(0);
            return Err(Error::ProofFailed { message, help });
        }
        _ => return Err(Error::Problems { code: Code::ProofFailed, problems: failures }),
    }
    if let Some((module, operations)) = state.open_changes().iter().next() {
        let tree = crate::tree::change_tree(operations);
        return Err(Error::OutOfDate {
            message: format!(
                "the models of module {module} are ahead of its migrations:\n{}",
                tree.trim_end()
            ),
            help: format!("run db:generate {module}"),
        });
    }
    Ok(Outcome::new(json!({ "proven": done })))
}

/// Each target with the server of its proofs; none for SQLite, which needs none.
fn scratches(
    context: &mut Context<'_>,
    config: &Config,
    targets: Vec<Target>,
) -> Result<Vec<(Target, Option<DatabaseUrl>)>, Error> {
    let mut found = Vec::new();
    for target in targets {
        found.push((target, scratch_url(context, config, target)?));
    }
    let is_missing =
        |(target, url): &&(Target, Option<DatabaseUrl>)| *target != Target::Sqlite && url.is_none();
    let missing: Vec<Target> = found.iter().filter(is_missing).map(|(target, _)| *target).collect();
    let Some(first) = missing.first() else { return Ok(found) };
    let names: Vec<&str> = missing.iter().map(|target| target.as_str()).collect();
    Err(Error::Usage {
        message: format!("no scratch database for {}", names.join(" and ")),
        help: Some(format!("{}, or leave it out with --target", no_scratch_help(*first))),
    })
}

fn names(tags: &[Tag], module: &str, name: &str) -> bool {
    let is_named =
        |tag: &Tag| tag.module == module && tag.migration.as_ref().is_none_or(|migration| migration == name);
    tags.is_empty() || tags.iter().any(is_named)
}

fn tell(context: &mut Context<'_>, one: &Verified) {
    let good = context.screen.paint.good;
    context.screen.line(format!(
        "{good}proven{good:#} {}/{} on {}, {} rows",
        one.module, one.migration, one.target, one.proven.rows
    ));
    for (table, reason) in &one.proven.empty {
        context.screen.note(format!("without rows in {table}: {reason}"));
    }
}

/// A proof of files that failed, as the command's error.
pub(super) fn told(error: VerifyError, url: &str) -> Error {
    match error {
        VerifyError::Fold(error) => unreadable(error),
        VerifyError::Proof { module, migration, source } => {
            let file = format!("{module}/{migration}.rs");
            failed(source, &format!("{module}/{migration}"), url, &Written::InFile(file))
        }
        VerifyError::Unsupported { .. } => Error::Problems {
            code: Code::Unsupported,
            problems: vec![Problem { message: error.to_string(), ..Problem::default() }],
        },
    }
}
