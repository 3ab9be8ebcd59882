//! Makes the draft of a migration from the plan of a module.

mod down;

use std::collections::BTreeMap;

use strobila::Target;
use strobila::dialect::Unit;
use strobila::migration::Hazard;
use strobila::operation::{Plan, losses};

use crate::decide::Decisions;
use crate::draft::{Draft, DraftDown, DraftStep};
use crate::plan::ModulePlan;
use crate::steps;

/// What a draft gets from outside its plan.
#[derive(Debug, Clone, Default)]
pub struct Heading {
    /// `MigrationYYYYMMDDHHMM`.
    pub name: String,
    /// What a person called it.
    pub title: Option<String>,
    /// The migration it follows.
    pub after: Option<String>,
    /// The heads of the modules it leans on.
    pub requires: Vec<(String, String)>,
}

/// The draft of one migration.
pub fn compose(plan: &ModulePlan, decisions: &Decisions, heading: Heading) -> Draft {
    let targets: Vec<Target> =
        Target::ALL.into_iter().filter(|target| plan.targets.contains_key(target)).collect();
    let mut up = steps::merge(&units(plan, |target| (&target.up, &target.up_units)));
    accept(&mut up, plan, decisions);
    let down = down::promise(plan);
    let down_steps = match down {
        DraftDown::Irreversible { .. } => Vec::new(),
        _ => steps::merge(&units(plan, |target| (&target.down, &target.down_units))),
    };
    Draft {
        module: plan.module.clone(),
        name: heading.name,
        title: heading.title,
        after: heading.after,
        requires: heading.requires,
        targets,
        up,
        down,
        down_steps,
        operations: plan.portable.operations.clone(),
        up_loses: losses(&plan.portable.operations).into_iter().map(|loss| loss.phrase).collect(),
        baseline: None,
        is_sketch: false,
    }
}

fn units<'p>(
    plan: &'p ModulePlan,
    direction: impl Fn(&'p crate::plan::TargetPlan) -> (&'p Plan, &'p Vec<Unit>),
) -> BTreeMap<Target, (Plan, Vec<Unit>)> {
    let each = plan.targets.iter().map(|(target, each)| {
        let (plan, units) = direction(each);
        (*target, (plan.clone(), units.clone()))
    });
    each.collect()
}

/// Writes the reasons for losses into the steps that lose something.
///
/// A loss that no target needs a statement for (a narrower decimal where all decimals are text) is
/// accepted in a step of its own.
fn accept(steps: &mut Vec<DraftStep>, plan: &ModulePlan, decisions: &Decisions) {
    let mut reasons: Vec<Vec<&str>> = vec![Vec::new(); steps.len()];
    for (target, each) in &plan.targets {
        let losses = losses(&each.up.operations);
        for (unit, at) in each.up_units.iter().zip(step_of_unit(steps, *target, &each.up_units)) {
            let Some(said) = reasons.get_mut(at) else { continue };
            for loss in losses.iter().filter(|loss| unit.operations.contains(&loss.operation)) {
                match decisions.reasons.get(&loss.subject) {
                    Some(reason) if !said.contains(&reason.as_str()) => said.push(reason),
                    Some(_) | None => {}
                }
            }
        }
    }
    for loss in losses(&plan.portable.operations) {
        let Some(reason) = decisions.reasons.get(&loss.subject) else { continue };
        if !reasons.iter().flatten().any(|said| said == reason) {
            steps.push(DraftStep { title: format!("lose {}", loss.phrase), ..DraftStep::default() });
            reasons.push(vec![reason]);
        }
    }
    for (step, said) in steps.iter_mut().zip(reasons).filter(|(_, said)| !said.is_empty()) {
        step.accepted.push((Hazard::DataLoss, said.join("; ")));
    }
}

/// The step that holds each unit's statements. Steps keep the order of every target's statements, so
/// counting them is enough.
fn step_of_unit(steps: &[DraftStep], target: Target, units: &[Unit]) -> Vec<usize> {
    let counts = steps.iter().map(|step| step.statements.get(&target).map_or(0, Vec::len));
    let ends: Vec<usize> = counts
        .scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        })
        .collect();
    let mut seen = 0;
    let mut places = Vec::with_capacity(units.len());
    for unit in units {
        places.push(ends.partition_point(|end| *end <= seen));
        seen += unit.statements.len();
    }
    places
}
