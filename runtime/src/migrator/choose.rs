//! From a selection to what will run: which migrations, in which order, and whether they may.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::Node;
use super::planned::{Origin, Planned, PlannedStep, Why, steps_on};
use super::run::resume::point;
use super::select::{Selection, Tag};
use super::view::View;
use crate::Target;
use crate::dialect::Dialect;
use crate::error::{Conflict, Error, Id, Loss, StepFailure};
use crate::history::{Row, RowState};
use crate::migration::{Direction, Hazard, checksum};
use crate::operation::{Operation, losses};
use crate::suggest::nearest;

/// What a selection means on a database: the migrations to run, in order, all checks passed.
///
/// # Errors
/// What the selection names and nobody knows; what history and files disagree about; what a
/// migration lacks to run here.
pub(super) fn choose(
    view: &View<'_>,
    selection: &Selection,
    dialect: &dyn Dialect,
    allow_out_of_order: bool,
) -> Result<Vec<Planned>, Error> {
    let asked = asked(view, &selection.tags)?;
    let mut chosen = with_required(view, &asked);
    if let Some(to) = &selection.to {
        let last = find(view, &selection.tags, to)?;
        chosen.retain(|place, _| *place <= last);
    }
    let count = selection.count.unwrap_or(usize::MAX);
    let chosen: Vec<(usize, Why)> = chosen.into_iter().take(count).collect();
    no_conflicts(view, &selection.tags, &chosen, allow_out_of_order)?;
    requirements_are_there(view, &chosen)?;
    let mut planned = Vec::with_capacity(chosen.len());
    for (place, why) in chosen {
        planned.push(plan_one(view, place, why)?);
    }
    check_hazards(view, &planned)?;
    for one in &planned {
        check_statements(one, dialect)?;
    }
    Ok(planned)
}

fn unknown_module(view: &View<'_>, name: &str) -> Error {
    let known: Vec<String> = view.catalog.modules.iter().map(|module| module.name.to_owned()).collect();
    let near = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
    Error::UnknownModule { name: name.to_owned(), near, known }
}

fn unknown_migration(view: &View<'_>, module: Option<&str>, name: &str) -> Error {
    let nodes = view.catalog.nodes.iter().filter(|node| module.is_none_or(|module| node.module == module));
    let near = nearest(name, nodes.map(|node| node.migration.name)).map(str::to_owned);
    Error::UnknownMigration { module: module.map(str::to_owned), name: name.to_owned(), near }
}

/// The place of a migration of a known module.
///
/// # Errors
/// [`Error::UnknownModule`], [`Error::UnknownMigration`].
pub(super) fn place_of(view: &View<'_>, module: &str, name: &str) -> Result<usize, Error> {
    if view.catalog.module(module).is_none() {
        return Err(unknown_module(view, module));
    }
    view.catalog.place(module, name).ok_or_else(|| unknown_migration(view, Some(module), name))
}

/// The places of a known module.
///
/// # Errors
/// [`Error::UnknownModule`].
pub(super) fn places_of(view: &View<'_>, module: &str) -> Result<Vec<usize>, Error> {
    match view.catalog.module(module) {
        Some(_) => Ok(view.places_of(module)),
        None => Err(unknown_module(view, module)),
    }
}

fn asked(view: &View<'_>, tags: &[Tag]) -> Result<BTreeSet<usize>, Error> {
    if tags.is_empty() {
        return Ok((0..view.catalog.nodes.len()).collect());
    }
    let mut asked = BTreeSet::new();
    for tag in tags {
        match &tag.migration {
            Some(name) => asked.extend([place_of(view, &tag.module, name)?]),
            None => asked.extend(places_of(view, &tag.module)?),
        }
    }
    Ok(asked)
}

/// Whether it is to run: from its beginning, or from where it stopped.
fn runs(view: &View<'_>, place: usize) -> bool {
    view.states[place].is_pending() || view.stopped(place)
}

/// What was asked for and is pending, with all that is pending and must run before it.
fn with_required(view: &View<'_>, asked: &BTreeSet<usize>) -> BTreeMap<usize, Why> {
    let pending = asked.iter().copied().filter(|place| runs(view, *place));
    let mut chosen: BTreeMap<usize, Why> = pending.map(|place| (place, Why::Asked)).collect();
    let mut open: Vec<(usize, usize)> = chosen.keys().map(|place| (*place, *place)).collect();
    while let Some((place, root)) = open.pop() {
        for parent in &view.catalog.nodes[place].parents {
            if runs(view, *parent) && !chosen.contains_key(parent) {
                chosen.insert(*parent, Why::RequiredBy(view.catalog.nodes[root].id()));
                open.push((*parent, root));
            }
        }
    }
    chosen
}

/// The place of the migration that `--to` names, among the modules of the tags.
fn find(view: &View<'_>, tags: &[Tag], to: &str) -> Result<usize, Error> {
    if let Some((module, name)) = to.split_once('/') {
        return place_of(view, module, name);
    }
    let within = |node: &Node| tags.is_empty() || tags.iter().any(|tag| tag.module == node.module);
    let nodes = view.catalog.nodes.iter().enumerate();
    let found: Vec<(usize, &Node)> =
        nodes.filter(|(_, node)| node.migration.name == to && within(node)).collect();
    match found[..] {
        [(place, _)] => Ok(place),
        [] => {
            let module = match tags {
                [tag] => Some(tag.module.as_str()),
                _ => None,
            };
            Err(unknown_migration(view, module, to))
        }
        _ => Err(Error::AmbiguousMigration {
            name: to.to_owned(),
            modules: found.iter().map(|(_, node)| node.module.to_owned()).collect(),
        }),
    }
}

/// Refuses when history and files disagree in a module that takes part.
fn no_conflicts(
    view: &View<'_>,
    tags: &[Tag],
    chosen: &[(usize, Why)],
    allow_out_of_order: bool,
) -> Result<(), Error> {
    let runs: BTreeSet<Id> = chosen.iter().map(|(place, _)| view.catalog.nodes[*place].id()).collect();
    let takes_part = |module: &str| {
        tags.is_empty()
            || tags.iter().any(|tag| tag.module == module)
            || runs.iter().any(|id| id.module == module)
    };
    let matters = |conflict: &Conflict| match conflict {
        Conflict::OutOfOrder { id, .. } => !allow_out_of_order && runs.contains(id),
        Conflict::Failed { id, direction: Direction::Up, .. } if runs.contains(id) => false,
        Conflict::Edited { id, .. }
        | Conflict::Missing { id }
        | Conflict::Failed { id, .. }
        | Conflict::ChangedBelow { id, .. }
        | Conflict::JournalDiffers { id, .. } => takes_part(&id.module),
    };
    let conflicts: Vec<Conflict> = view.conflicts().into_iter().filter(matters).collect();
    if conflicts.is_empty() { Ok(()) } else { Err(Error::History(conflicts)) }
}

fn requirements_are_there(view: &View<'_>, chosen: &[(usize, Why)]) -> Result<(), Error> {
    for (place, _) in chosen {
        let node = &view.catalog.nodes[*place];
        for requires in &node.outside {
            let is_it = |row: &&Row| row.id == *requires && row.state == RowState::Applied;
            let is_applied = view.history.rows.iter().any(|row| is_it(&row));
            if !is_applied {
                return Err(Error::UnknownRequirement { id: node.id(), requires: requires.clone() });
            }
        }
    }
    Ok(())
}

fn plan_one(view: &View<'_>, place: usize, why: Why) -> Result<Planned, Error> {
    let node = &view.catalog.nodes[place];
    written_for(view, node)?;
    let steps = steps_on(&node.migration, Direction::Up, view.target);
    let is_same = |row: &Row| checksum(&node.migration, Direction::Up, view.target) == row.checksum_up;
    let resumes = view.row(place).map(|row| point(row, Direction::Up, &steps, is_same(row))).transpose();
    Ok(Planned {
        id: node.id(),
        direction: Direction::Up,
        why,
        origin: Origin::File,
        loses: losses(&operations(node)?).into_iter().map(|loss| loss.phrase).collect(),
        down_differs: false,
        steps,
        resumes: resumes.map_err(|conflict| Error::History(vec![conflict]))?,
    })
}

/// Refuses a migration that was not written for the database.
pub(super) fn written_for(view: &View<'_>, node: &Node) -> Result<(), Error> {
    if node.migration.written_as(view.target).is_some() {
        return Ok(());
    }
    let targets = node.migration.targets.to_vec();
    Err(Error::TargetMissing { id: node.id(), target: view.target, targets })
}

fn operations(node: &Node) -> Result<Vec<Operation>, Error> {
    let lines = node.migration.operations.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| {
                // serde counts lines too, and each operation is line 1 to it.
                let (text, column) = (error.to_string(), error.column());
                let reason = text.strip_suffix(&format!(" at line 1 column {column}")).unwrap_or(&text);
                let reason = format!("{reason} (column {column})");
                Error::Operations { id: node.id(), line: at + 1, reason }
            })
        })
        .collect()
}

fn check_hazards(view: &View<'_>, planned: &[Planned]) -> Result<(), Error> {
    let accepts = |id: &Id| {
        let place = view.catalog.place(&id.module, &id.name);
        let steps = place.map_or(&[][..], |place| view.catalog.nodes[place].migration.up);
        let mut accepted = steps.iter().flat_map(|step| step.accepted.iter().flatten());
        accepted.any(|(hazard, _)| *hazard == Hazard::DataLoss)
    };
    let refused: Vec<Loss> = planned
        .iter()
        .filter(|one| !one.loses.is_empty() && !accepts(&one.id))
        .map(|one| Loss { id: one.id.clone(), loses: one.loses.clone() })
        .collect();
    if refused.is_empty() { Ok(()) } else { Err(Error::HazardNotAccepted(refused)) }
}

/// Refuses a statement that must not run in a migration.
///
/// # Errors
/// [`Error::BadStatement`].
pub(super) fn check_statements(planned: &Planned, dialect: &dyn Dialect) -> Result<(), Error> {
    for (at, step) in planned.steps.iter().enumerate() {
        for statement in &step.statements {
            dialect.check_statement(statement).map_err(|reason| Error::BadStatement {
                at: Box::new(failure(planned, dialect.target(), at, step, Some(statement))),
                reason,
            })?;
        }
    }
    Ok(())
}

/// Where a migration stands, for an error.
pub(super) fn failure(
    planned: &Planned,
    target: Target,
    at: usize,
    step: &PlannedStep,
    statement: Option<&str>,
) -> StepFailure {
    StepFailure {
        id: planned.id.clone(),
        direction: planned.direction,
        target,
        step: at + 1,
        of: planned.steps.len(),
        title: step.title.to_string(),
        statement: statement.map(str::to_owned),
        committed: 0,
        is_outside: step.is_outside(),
        staying: None,
    }
}
