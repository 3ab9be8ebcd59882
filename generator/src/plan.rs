//! The plans of the modules: one migration each, for every target.

mod fills;
mod restrict;
mod split;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use strobila::Target;
use strobila::dialect::{Dialect, Unit, Unsupported};
use strobila::operation::{Operation, Plan};
use strobila::schema::{Name, Schema, Sql};

use crate::decide::{Decisions, Fills, Flags, Sides, down_fills, path};
use crate::diff::{Renames, Unsound, align, check, diff};

pub use restrict::{focus, restrict};
pub use split::{Part, by_module, split};

/// What one migration does, portable and for each target.
#[derive(Debug, Clone, Default)]
pub struct ModulePlan {
    /// The module.
    pub module: String,
    /// The way up in portable operations, over the tables it touches and those their keys reach.
    pub portable: Plan,
    /// The way up and down on each target.
    pub targets: BTreeMap<Target, TargetPlan>,
    /// Other modules whose tables or enums its statements lean on.
    pub leans_on: BTreeSet<String>,
    /// Required columns that no way down can fill: the way down is then refused.
    pub hopeless: Vec<String>,
    /// Columns whose type no database changes back by itself, without a word about how: the way down is
    /// then refused.
    pub one_way: Vec<String>,
    /// What fills columns that come back, by table and column.
    pub down_fills: Fills,
}

/// What one migration does on one target.
#[derive(Debug, Clone)]
pub struct TargetPlan {
    /// The way up.
    pub up: Plan,
    /// Its statements.
    pub up_units: Vec<Unit>,
    /// The way down.
    pub down: Plan,
    /// Its statements.
    pub down_units: Vec<Unit>,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A database cannot do it.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Unsupported(Vec<Unsupported>),
    /// A change of a module that was not asked for has to come first.
    #[error("module {module} leans on changes of module {needs} that are not generated yet")]
    Needs {
        /// The module that was asked for.
        module: String,
        /// The module that has to come first.
        needs: String,
    },
    /// The type of a foreign key's column changes together with that of its target, in another module.
    #[error("{}.{} and {}.{} change their types at once, in two modules, while a foreign key joins them", key.0, key.1, target.0, target.1)]
    KeyAcross {
        /// The column that points.
        key: (Name, String),
        /// The column that it points at.
        target: (Name, String),
    },
    /// A bug of ours.
    #[error("{0}")]
    Unsound(#[from] Unsound),
}

/// Plans every wanted module that has changes, those that others lean on first.
///
/// # Errors
/// [`PlanError`].
pub fn plan(
    sides: &Sides<'_>,
    decisions: &Decisions,
    flags: &Flags,
    wanted: &BTreeSet<String>,
    targets: &[&'static dyn Dialect],
) -> Result<Vec<ModulePlan>, PlanError> {
    if sides.prev == sides.next && sides.prev_owner == sides.next_owner && decisions.renames.is_empty() {
        return Ok(Vec::new());
    }
    let next = align(sides.prev, sides.next, &decisions.renames);
    let (prev, next) = focus(sides.prev, &next, decisions);
    let mut joint = diff(&prev, &next, &decisions.renames);
    set_fills(&mut joint.operations, &decisions.fills, None)?;
    check(&joint)?;
    key_across(sides, &joint, wanted)?;
    let parts = split(sides, &joint, decisions, wanted)?;
    let mut plans = Vec::new();
    let mut unsupported: Vec<Unsupported> = Vec::new();
    for part in parts {
        match one(sides, decisions, flags, part, targets) {
            Ok(plan) => plans.push(plan),
            // What one module leans on in another is found in both.
            Err(PlanError::Unsupported(more)) => {
                for one in more {
                    if !unsupported.contains(&one) {
                        unsupported.push(one);
                    }
                }
            }
            Err(error) if unsupported.is_empty() => return Err(error),
            Err(_) => {}
        }
    }
    if unsupported.is_empty() { Ok(plans) } else { Err(PlanError::Unsupported(unsupported)) }
}

/// Refuses a change that no order of one migration per module carries out: the key must go before either
/// column changes, and come back after both.
fn key_across(sides: &Sides<'_>, joint: &Plan, wanted: &BTreeSet<String>) -> Result<(), PlanError> {
    let retyped = |name: &Name, column: &String| {
        joint.operations.iter().any(|operation| {
            matches!(operation, Operation::AlterColumn { table, from, to, .. }
                if table == name && to.name == *column && from.ty != to.ty)
        })
    };
    for operation in &joint.operations {
        let Operation::AddForeignKey { table, foreign_key: key } = operation else { continue };
        let owners = [table, &key.references].map(|name| sides.next_owner.get(name));
        if owners[0] == owners[1] || !owners.into_iter().flatten().any(|owner| wanted.contains(owner)) {
            continue;
        }
        let mut pairs = key.columns.iter().zip(&key.target);
        let both = pairs.find(|(own, target)| retyped(table, own) && retyped(&key.references, target));
        if let Some((own, target)) = both {
            return Err(PlanError::KeyAcross {
                key: (table.clone(), own.clone()),
                target: (key.references.clone(), target.clone()),
            });
        }
    }
    Ok(())
}

fn one(
    sides: &Sides<'_>,
    decisions: &Decisions,
    flags: &Flags,
    part: Part,
    dialects: &[&'static dyn Dialect],
) -> Result<ModulePlan, PlanError> {
    let (portable, leans_on) = restrict(&part, sides);
    check(&portable)?;
    let (prev, next) = physical(&portable);
    // Those of other parts are done, or still to come.
    let renames = Renames::of(&portable.operations);
    let mut back = diff(&next, &prev, &renames.inverse());
    let (down_fills, hopeless) = down_fills(&back, flags);
    set_fills(&mut back.operations, &down_fills, None)?;
    let one_way = one_way(&back.operations);
    let mut targets = BTreeMap::new();
    let mut unsupported = Vec::new();
    for dialect in dialects {
        match on_target([&portable, &back], &renames, [&decisions.fills, &down_fills], *dialect) {
            Ok(plan) => {
                targets.insert(dialect.target(), plan);
            }
            Err(PlanError::Unsupported(more)) => unsupported.extend(more),
            Err(error) => return Err(error),
        }
    }
    if !unsupported.is_empty() {
        return Err(PlanError::Unsupported(unsupported));
    }
    Ok(ModulePlan { module: part.module, portable, targets, leans_on, hopeless, one_way, down_fills })
}

/// Columns whose type nothing changes.
pub(crate) fn one_way(operations: &[Operation]) -> Vec<String> {
    let each = operations.iter().filter_map(|operation| match operation {
        Operation::AlterColumn { table, from, to, using: None, .. }
            if !from.ty.converts_to(&to.ty) && to.generated.is_none() && from.generated.is_none() =>
        {
            Some(path(table, &to.name))
        }
        _ => None,
    });
    each.collect()
}

fn on_target(
    [portable, back]: [&Plan; 2],
    renames: &Renames,
    [fills, down_fills]: [&Fills; 2],
    dialect: &dyn Dialect,
) -> Result<TargetPlan, PlanError> {
    let sides = physical(portable);
    let (prev, next) = match (dialect.normalize(&sides.0), dialect.normalize(&sides.1)) {
        (Ok(prev), Ok(next)) => (prev, next),
        (prev, next) => {
            let refused = [prev.err(), next.err()].into_iter().flatten().flatten();
            return Err(PlanError::Unsupported(refused.collect()));
        }
    };
    let one_way = |(prev, next): (&Schema, &Schema),
                   sides: (&Schema, &Schema),
                   renames: &Renames,
                   portable: &[Operation],
                   fills| {
        let fills = fills::of_target(fills, sides, renames, dialect)?;
        let mut plan = diff(prev, next, renames);
        set_fills(&mut plan.operations, &fills, Some(dialect.target()))?;
        values::follow_renames(&mut plan, sides, renames, portable, dialect)?;
        values::convert(&mut plan, portable, &fills, dialect)?;
        check(&plan)?;
        let units = dialect.render(&plan).map_err(|one| PlanError::Unsupported(vec![one]))?;
        Ok::<_, PlanError>((plan, units))
    };
    let up = (&sides.0, &sides.1);
    let (up, up_units) = one_way((&prev, &next), up, renames, &portable.operations, fills)?;
    let down = (&sides.1, &sides.0);
    let (down, down_units) =
        one_way((&up.next, &prev), down, &renames.inverse(), &back.operations, down_fills)?;
    Ok(TargetPlan { up, up_units, down, down_units })
}

/// The two sides as the database has them: what leaves the module for another stays, and what comes from
/// another was there before.
fn physical(portable: &Plan) -> (Schema, Schema) {
    let (mut prev, mut next) = (portable.prev.clone(), portable.next.clone());
    for operation in &portable.operations {
        match operation {
            Operation::ReleaseTable { table, .. } => next.insert(table.clone()),
            Operation::AdoptTable { table, .. } => prev.insert(table.clone()),
            Operation::ReleaseEnum { item, .. } => {
                next.enums.insert(item.name.clone(), item.clone());
            }
            Operation::AdoptEnum { item, .. } => {
                prev.enums.insert(item.name.clone(), item.clone());
            }
            _ => {}
        }
    }
    (prev, next)
}

/// Puts the fills into the operations that add, convert or require the columns; for one target, its text.
/// Conversions are for portable operations alone: a target may keep both types as one.
pub(crate) fn set_fills(
    operations: &mut [Operation],
    fills: &Fills,
    target: Option<Target>,
) -> Result<(), PlanError> {
    if fills.is_empty() {
        return Ok(());
    }
    for operation in operations {
        let (table, column, place): (&Name, &String, &mut Option<Sql>) = match operation {
            Operation::AddColumn { table, column, fill, .. } => (table, &column.name, fill),
            Operation::AlterColumn { table, from, to, using, .. }
                if Operation::is_converted(from, to) && target.is_none() =>
            {
                (table, &to.name, using)
            }
            Operation::AlterColumn { table, from, to, fill, .. } if from.nullable && !to.nullable => {
                (table, &to.name, fill)
            }
            _ => continue,
        };
        let Some(sql) = fills.get(&(table.clone(), column.clone())) else { continue };
        *place = Some(match target {
            None => sql.clone(),
            Some(target) => text_for(sql, target, table, column)?,
        });
    }
    Ok(())
}

/// The text of one target alone.
fn text_for(sql: &Sql, target: Target, table: &Name, column: &str) -> Result<Sql, PlanError> {
    let subject = path(table, column);
    sql.get(target).map(Sql::from).ok_or_else(|| {
        PlanError::Unsupported(vec![Unsupported {
            target,
            table: Some(table.clone()),
            item: Some(column.to_owned()),
            what: format!("a value of its own for {subject}"),
            help: format!("say it for every target: --fill {target}:{subject}=\"…\""),
            subject,
        }])
    })
}
