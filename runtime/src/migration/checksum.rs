//! The checksum of a migration: what must not change once it is applied.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Migration, Step, Target, Transaction};

/// Which way a migration runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Forward.
    Up,
    /// Back.
    Down,
}

#[derive(Serialize)]
struct Canonical<'a> {
    title: &'a str,
    statements: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    rebuilds: Option<&'a str>,
    #[serde(skip_serializing_if = "is_shared")]
    transaction: Transaction,
}

fn is_shared(transaction: &Transaction) -> bool {
    *transaction == Transaction::Shared
}

/// The SHA-256, in hexadecimal, of what one direction does on one target.
///
/// It covers titles, statements and transaction modes as canonical JSON; not the parent, the header,
/// hazards, operations or formatting. Adding a target to the file changes no other target's sum.
pub fn checksum(migration: &Migration<'_>, direction: Direction, target: Target) -> String {
    let steps: Vec<Canonical<'_>> =
        migration.steps(direction).iter().filter_map(|step| canonical(step, target)).collect();
    let json = serde_json::to_vec(&steps).expect("texts and lists are always JSON");
    let mut hexadecimal = String::with_capacity(64);
    for byte in Sha256::digest(&json) {
        hexadecimal.push_str(&format!("{byte:02x}"));
    }
    hexadecimal
}

fn canonical<'a>(step: &Step<'a>, target: Target) -> Option<Canonical<'a>> {
    Some(Canonical {
        title: step.title,
        statements: step.statements(target)?,
        rebuilds: step.rebuilds_on(target),
        transaction: step.transaction,
    })
}
