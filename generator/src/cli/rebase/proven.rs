//! What was planned again is proven behind all that comes before it.

use serde_json::{Value, json};
use strobila::Target;

use super::super::context::{Context, block_on};
use super::super::generate::proofs::{Written, failed, scratch_url, unreachable_scratch};
use super::super::verify::told;
use crate::Error;
use crate::config::Config;
use crate::generate::chains_on;
use crate::proof::{Scratch, no_scratch_help};
use crate::rebase::Rebased;
use crate::verify::{Verified, VerifyError, verify};

/// Runs all migrations on a scratch database of each target, and proves the new ones up, down and up. What is
/// not proven is said on stderr.
///
/// # Errors
/// [`Error::ProofFailed`]; then nothing may be written.
pub(super) fn prove(
    context: &mut Context<'_>,
    config: &Config,
    rebased: &Rebased,
) -> Result<Vec<Value>, Error> {
    let mut proofs = Vec::new();
    for target in config.target_list() {
        let url = scratch_url(context, config, target)?;
        if target != Target::Sqlite && url.is_none() {
            context.screen.warn(format!("not proven on {target}: {}", no_scratch_help(target)));
            proofs.push(json!({ "target": target.as_str(), "proven": false }));
            continue;
        }
        let shown = url.as_ref().map_or_else(|| target.to_string(), ToString::to_string);
        let verified = block_on(async {
            let database = |source| unreachable_scratch(source, &shown);
            let mut scratch =
                Scratch::open(target, url.as_ref().map(|url| url.expose())).await.map_err(database)?;
            let mut verified: Vec<Verified> = Vec::new();
            let is_new = |module: &str, name: &str| {
                rebased.again.iter().any(|again| again.module == module && again.name == name)
            };
            let chains = chains_on(&rebased.modules, scratch.session.dialect().target());
            let result = verify(&chains, scratch.session.as_mut(), is_new, |one| verified.push(one)).await;
            let closed = scratch.close().await;
            result.map_err(|error| explained(error, rebased, &shown))?;
            closed.map_err(database)?;
            Ok(verified)
        })?;
        for one in &verified {
            for (table, reason) in &one.proven.empty {
                context.screen.note(format!("proven on {target} without rows in {table}: {reason}"));
            }
        }
        let rows: usize = verified.iter().map(|one| one.proven.rows).sum();
        proofs.push(json!({ "target": target.as_str(), "proven": true, "rows": rows }));
    }
    Ok(proofs)
}

/// A proof that failed: the file of before is the one that a person can mend.
fn explained(error: VerifyError, rebased: &Rebased, shown: &str) -> Error {
    let VerifyError::Proof { module, migration, source } = error else { return told(error, shown) };
    let again = rebased.again.iter().find(|again| again.module == module && again.name == migration);
    let file = match again.and_then(|again| again.old.last()) {
        Some(old) => format!("{module}/{old}.rs, which would be planned again"),
        None => format!("{module}/{migration}.rs"),
    };
    failed(source, &format!("{module}/{migration}"), shown, &Written::InFile(file))
}
