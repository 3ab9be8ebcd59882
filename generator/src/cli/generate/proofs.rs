//! Proves drafts before they are written.

use serde_json::{Map, Value, json};
use strobila::Target;

use super::super::context::{Context, block_on};
use crate::Error;
use crate::config::{Config, DatabaseUrl};
use crate::draft::DraftDown;
use crate::generate::{Drafted, planned_steps};
use crate::proof::{self, Case, ProofError, Proven, Scratch};

/// Proves every draft on every target that has a scratch database; the result per draft as JSON. What is
/// not proven is said on stderr.
///
/// # Errors
/// [`Error::ProofFailed`]; then nothing may be written.
pub(super) fn prove(
    context: &mut Context<'_>,
    config: &Config,
    drafts: &[Drafted],
) -> Result<Vec<Value>, Error> {
    let mut proofs: Vec<Map<String, Value>> = vec![Map::new(); drafts.len()];
    for target in config.target_list() {
        let url = scratch_url(context, config, target)?;
        if target != Target::Sqlite && url.is_none() {
            context
                .screen
                .warn(format!("not proven on {target}: name a server with `[scratch] url` in strobila.toml"));
            for proof in &mut proofs {
                proof.insert(target.to_string(), json!({ "proven": false, "why": "no scratch database" }));
            }
            continue;
        }
        for (drafted, proof) in drafts.iter().zip(&mut proofs) {
            let proven = block_on(one(drafted, target, url.as_ref()))?;
            for (table, reason) in &proven.empty {
                context.screen.note(format!("proven on {target} without rows in {table}: {reason}"));
            }
            proof.insert(target.to_string(), json!({ "proven": true, "rows": proven.rows }));
        }
    }
    Ok(proofs.into_iter().map(Value::Object).collect())
}

/// Where a target's scratch database may be made: `[scratch] url`, else beside the dev database, never
/// on an environment that asks for confirmation.
pub(in crate::cli) fn scratch_url(
    context: &mut Context<'_>,
    config: &Config,
    target: Target,
) -> Result<Option<DatabaseUrl>, Error> {
    let named = config.scratch()?;
    let beside = match config.environment.value.as_str() {
        "dev" if !config.confirm.value => config.url().ok(),
        _ => None,
    };
    let found = named.into_iter().chain(beside).find(|url| is_for(url, target));
    if let Some(url) = &found {
        context.hide(url);
    }
    Ok(found)
}

fn is_for(url: &DatabaseUrl, target: Target) -> bool {
    // Only the server of a mysql:// URL says whether it is MySQL or MariaDB.
    let found = Target::of_url(url.expose());
    found == Some(target)
        || (found.is_some() && found == target.fallback())
        || found.and_then(Target::fallback) == Some(target)
}

async fn one(drafted: &Drafted, target: Target, url: Option<&DatabaseUrl>) -> Result<Proven, Error> {
    let Some(plan) = drafted.plan.targets.get(&target) else { return Ok(Proven::default()) };
    let draft = &drafted.draft;
    let down = match draft.down {
        DraftDown::Irreversible { .. } => None,
        DraftDown::Exact | DraftDown::Lossy { .. } => Some(planned_steps(&draft.down_steps, target)),
    };
    let case = Case {
        prev: &plan.up.prev,
        next: &plan.up.next,
        operations: plan.up.operations.clone(),
        later: Vec::new(),
        up: planned_steps(&draft.up, target),
        down,
        is_exact: draft.down == DraftDown::Exact,
        is_by_hand: false,
    };
    let shown = url.map_or_else(|| target.to_string(), ToString::to_string);
    let database = |source| Error::Database { url: shown.clone(), source };
    let mut scratch = Scratch::open(target, url.map(DatabaseUrl::expose)).await.map_err(database)?;
    let result = proof::prove(scratch.session.as_mut(), &case).await;
    let closed = scratch.close().await;
    let proven = result.map_err(|error| failed(error, draft.module.as_str(), &shown))?;
    closed.map_err(database)?;
    Ok(proven)
}

/// What a failed proof says to the user.
pub(in crate::cli) fn failed(error: ProofError, of: &str, url: &str) -> Error {
    let message = format!("{of}: {error}");
    match error {
        ProofError::Database(source) => Error::Database { url: url.to_owned(), source },
        ProofError::Conversion { statement, flag, .. } => Error::ProofFailed {
            message: match statement {
                Some(sql) => format!("{message}\n{sql}"),
                None => message,
            },
            help: Some(format!(
                "say what each value becomes, as an SQL expression over the columns as they were: {flag}=\"…\"; nothing was written"
            )),
        },
        ProofError::Wrong { statement, .. } => Error::ProofFailed {
            message: match statement {
                Some(sql) => format!("{message}\n{sql}"),
                None => message,
            },
            help: Some(
                "an expression that you wrote is mended where you wrote it: a check or default in the model, a fill in its flag, where a text needs SQL quotes (--fill author.country=\"'DE'\"); anything else is a bug of strobila, please report it; nothing was written"
                    .to_owned(),
            ),
        },
    }
}
