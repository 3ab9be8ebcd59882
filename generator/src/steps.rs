//! Merges the statements of all targets into steps that a reviewer reads once.

mod side;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use strobila::Target;
use strobila::dialect::Unit;
use strobila::migration::{MAX_NOTES, Transaction};
use strobila::operation::{Operation, Plan, losses};

use crate::draft::DraftStep;
use crate::subject::{Part, parts};
use crate::swap::{Shown, shown};
use side::{Key, Side};

/// Most operations of a step that concerns more than one table.
const MAX_OPERATIONS: usize = 8;

/// Most operations that a title names.
const MAX_NAMED: usize = 3;

/// One list of steps for all targets, from each target's plan and units.
///
/// Every target's statements stay in their order. Units of several targets that carry out the same
/// operations become one step, if they agree on the transaction and stay small; else each becomes a
/// step of its target alone.
pub fn merge(units: &BTreeMap<Target, (Plan, Vec<Unit>)>) -> Vec<DraftStep> {
    let mut sides: Vec<Side<'_>> =
        units.iter().map(|(target, (plan, units))| Side::new(*target, plan, units)).collect();
    let mut steps = Vec::new();
    while let Some(first) = sides.iter().position(|side| side.next < side.units.len()) {
        // What no other target does comes first, or it would stand between units that can be one step.
        let first = (0..sides.len()).find(|at| is_lone(&sides, *at)).unwrap_or(first);
        let members = close(&sides, first);
        if fits(&sides, &members) {
            steps.push(step(&sides, &members));
        } else {
            for (at, range) in members.iter().enumerate() {
                for unit in range.clone() {
                    let mut alone = vec![0..0; sides.len()];
                    alone[at] = unit..unit + 1;
                    steps.push(step(&sides, &alone));
                }
            }
        }
        for (side, range) in sides.iter_mut().zip(members) {
            side.next = side.next.max(range.end);
        }
    }
    steps
}

/// Whether the next unit of a side carries out nothing that another side has still to do.
fn is_lone(sides: &[Side<'_>], at: usize) -> bool {
    let Some(keys) = sides[at].keys.get(sides[at].next) else { return false };
    let others = || sides.iter().enumerate().filter(|(other, _)| *other != at);
    keys.iter().all(|key| others().all(|(_, side)| side.unit_of(key).is_none()))
}

/// The next unit of one side, and of every other side the shortest run of units that carries out the
/// same operations; what those runs add is followed in turn.
fn close(sides: &[Side<'_>], first: usize) -> Vec<Range<usize>> {
    let mut members: Vec<Range<usize>> = sides.iter().map(|side| side.next..side.next).collect();
    members[first].end += 1;
    let mut followed: Vec<usize> = sides.iter().map(|side| side.next).collect();
    while let Some(at) = (0..sides.len()).find(|at| followed[*at] < members[*at].end) {
        for key in &sides[at].keys[followed[at]] {
            for (other, range) in sides.iter().zip(&mut members) {
                if let Some(unit) = other.unit_of(key) {
                    range.end = range.end.max(unit + 1);
                }
            }
        }
        followed[at] += 1;
    }
    members
}

/// Whether the members may be one step.
fn fits(sides: &[Side<'_>], members: &[Range<usize>]) -> bool {
    let units = || sides.iter().zip(members).flat_map(|(side, range)| &side.units[range.clone()]);
    let transactions: Vec<Transaction> = units().map(|unit| unit.transaction).collect();
    let one_mode = transactions.windows(2).all(|pair| pair[0] == pair[1]);
    // Each marked unit is a transaction, or none, of its own: two would become one.
    let shared = transactions.first().is_none_or(|mode| *mode == Transaction::Shared);
    let rebuilds = units().filter(|unit| unit.rebuilds.is_some()).count();
    // A rebuild is bracketed as a whole, and what a later unit expects is not there yet when the step
    // begins: such units come alone, or first.
    let orderly = sides.iter().zip(members).all(|(side, range)| {
        let units = &side.units[range.clone()];
        let single = units.len() <= 1;
        (single || (shared && units.iter().all(|unit| unit.rebuilds.is_none())))
            && units.iter().skip(1).all(|unit| unit.expects.is_empty())
    });
    let keys: BTreeSet<&Key> = keys(sides, members).collect();
    let owners: BTreeSet<_> = keys.iter().map(|key| &key.subject.owner).collect();
    let small = owners.len() <= 1 || keys.len() <= MAX_OPERATIONS;
    let expects: usize = units().map(|unit| unit.expects.len()).sum();
    one_mode && rebuilds <= 1 && orderly && small && expects <= MAX_NOTES
}

fn keys<'a>(sides: &'a [Side<'_>], members: &'a [Range<usize>]) -> impl Iterator<Item = &'a Key> {
    sides.iter().zip(members).flat_map(|(side, range)| side.keys[range.clone()].iter().flatten())
}

fn step(sides: &[Side<'_>], members: &[Range<usize>]) -> DraftStep {
    let mut step = DraftStep { title: title(sides, members), ..DraftStep::default() };
    let mut expected: BTreeMap<&(String, Vec<String>), Vec<Target>> = BTreeMap::new();
    for (side, range) in sides.iter().zip(members).filter(|(_, range)| !range.is_empty()) {
        let statements = step.statements.entry(side.target).or_default();
        for unit in &side.units[range.clone()] {
            statements.extend(unit.statements.iter().cloned());
            step.transaction = unit.transaction;
            if unit.rebuilds.is_some() {
                step.rebuilds.clone_from(&unit.rebuilds);
            }
            for expectation in &unit.expects {
                expected.entry(expectation).or_default().push(side.target);
            }
        }
    }
    for ((name, columns), targets) in expected {
        if targets.len() == step.statements.len() {
            step.expected.push((name.clone(), columns.clone()));
        } else {
            let alone = targets.into_iter().map(|target| (target, name.clone(), columns.clone()));
            step.expected_on.extend(alone);
        }
    }
    step
}

/// What the step does: the first target's operations, then what only others do. Where not all are named, those
/// that lose something are.
fn title(sides: &[Side<'_>], members: &[Range<usize>]) -> String {
    let mut seen = BTreeSet::new();
    let (mut subjects, mut whole, mut ranks) = (Vec::new(), Vec::new(), Vec::new());
    for (side, range) in sides.iter().zip(members) {
        let units = side.units[range.clone()].iter().zip(&side.keys[range.clone()]);
        let lost: BTreeSet<usize> =
            losses(&side.plan.operations).into_iter().map(|loss| loss.operation).collect();
        for (unit, keys) in units {
            let operations =
                unit.operations.iter().filter_map(|at| Some((*at, side.plan.operations.get(*at)?)));
            for ((at, operation), key) in operations.zip(keys) {
                if seen.insert(key) {
                    subjects.push(&key.subject);
                    whole.push(operation);
                    ranks.push(if lost.contains(&at) { rank_of_loss(operation) } else { 2 });
                }
            }
        }
    }
    let parts = parts(&subjects);
    let phrase = |(shown, part)| match (shown, part) {
        (Shown::Gone, _) | (_, Part::Dropped) => None,
        (Shown::Swap(operation), _) => {
            Some(operation.to_string().replacen("rename", "swap", 1).replacen(" to ", " and ", 1))
        }
        (Shown::As(operation), Part::Whole) => Some(operation.to_string()),
        (Shown::As(operation), Part::Replaced) => Some(operation.to_string().replacen("add", "replace", 1)),
    };
    let phrases = shown(&whole).into_iter().zip(parts).map(phrase);
    let mut phrases: Vec<(u8, String)> =
        ranks.into_iter().zip(phrases).filter_map(|(rank, phrase)| Some((rank, phrase?))).collect();
    let rest = phrases.len().saturating_sub(MAX_NAMED);
    if rest > 0 {
        phrases.sort_by_key(|(rank, _)| *rank);
    }
    let phrases: Vec<String> = phrases.into_iter().take(MAX_NAMED).map(|(_, phrase)| phrase).collect();
    match (phrases.is_empty(), rest) {
        (true, _) => "other statements".to_owned(),
        (false, 0) => phrases.join("; "),
        (false, rest) => format!("{} and {rest} more", phrases.join("; ")),
    }
}

/// What goes as a whole comes before what may not keep every value.
fn rank_of_loss(operation: &Operation) -> u8 {
    u8::from(!matches!(operation, Operation::DropTable { .. } | Operation::DropColumn { .. }))
}

#[cfg(test)]
mod tests;
