//! From "roll back" to what will run: which migrations, in which order, what is lost, and whether
//! they may.

use std::collections::{BTreeMap, BTreeSet};

use super::choose::{check_statements, written_for};
use super::planned::{Origin, Planned, Why};
use super::run::resume::point;
use super::select::{Consent, RollbackTo};
use super::status::State;
use super::view::{View, unfinished};
use crate::dialect::Session;
use crate::error::{Conflict, Error, Id, Loss};
use crate::history::{Row, RowState, StoredDown, StoredKind, stored_downs};
use crate::migration::{Direction, checksum};
use crate::suggest::nearest;

/// The migrations to take back, the last applied first, all checks passed but the consent.
///
/// # Errors
/// Everything that is known before it runs.
pub(super) async fn plan_back(
    view: &View<'_>,
    session: &mut dyn Session,
    module: &str,
    to: &RollbackTo,
) -> Result<Vec<Planned>, Error> {
    let rows = rows(view, module, to)?;
    no_conflicts(view, &rows)?;
    nothing_leans_on(view, &rows)?;
    let stored = read_stored(view, session, module, &rows).await?;
    let mut planned = Vec::with_capacity(rows.len());
    for row in rows {
        let one = plan_one(view, row, &stored)?;
        check_statements(&one, session.dialect())?;
        planned.push(one);
    }
    Ok(planned)
}

/// Refuses a rollback that loses data, without consent.
///
/// # Errors
/// [`Error::LossNotAccepted`].
pub(super) fn check_consent(planned: &[Planned], consent: Consent) -> Result<(), Error> {
    let lossy = planned.iter().filter(|one| !one.loses.is_empty());
    let losses: Vec<Loss> = lossy.map(|one| Loss { id: one.id.clone(), loses: one.loses.clone() }).collect();
    match consent {
        Consent::Refused if !losses.is_empty() => Err(Error::LossNotAccepted(losses)),
        Consent::Refused | Consent::Accepted => Ok(()),
    }
}

/// The rows to take back. The last of a module is the one with the highest seq.
fn rows<'v>(view: &'v View<'_>, module: &str, to: &RollbackTo) -> Result<Vec<&'v Row>, Error> {
    let rows: Vec<&Row> = view.history.rows.iter().rev().filter(|row| row.id.module == module).collect();
    if rows.is_empty() && view.catalog.module(module).is_none() {
        let known: Vec<String> = view.catalog.modules.iter().map(|module| module.name.to_owned()).collect();
        let near = nearest(module, known.iter().map(String::as_str)).map(str::to_owned);
        return Err(Error::UnknownModule { name: module.to_owned(), near, known });
    }
    match to {
        RollbackTo::All => Ok(rows),
        RollbackTo::Count(_) if rows.is_empty() => Ok(rows),
        RollbackTo::Count(asked) if *asked > rows.len() => {
            Err(Error::TooMany { module: module.to_owned(), asked: *asked, applied: rows.len() })
        }
        RollbackTo::Count(count) => Ok(rows[..*count].to_vec()),
        RollbackTo::Name(name) => match rows.iter().position(|row| row.id.name == *name) {
            Some(at) => Ok(rows[..at].to_vec()),
            None if view.catalog.place(module, name).is_some() => {
                Err(Error::NotApplied { id: Id::new(module, name) })
            }
            None => {
                let near = nearest(name, rows.iter().map(|row| row.id.name.as_str())).map(str::to_owned);
                Err(Error::UnknownMigration { module: Some(module.to_owned()), name: name.clone(), near })
            }
        },
    }
}

/// Refuses what stopped part of the way, and what is not the migration that ran.
fn no_conflicts(view: &View<'_>, rows: &[&Row]) -> Result<(), Error> {
    let last = rows.first().map(|row| &row.id);
    let conflict = |row: &&Row| {
        let id = row.id.clone();
        match unfinished(row, view.target) {
            // It goes on.
            Some(State::Failed { direction: Direction::Down, .. })
                if last == Some(&id) && row.trail.is_there => {}
            Some(State::Failed { step, of, direction, target }) => {
                return Some(Conflict::Failed { id, direction, target, step, of });
            }
            _ => {}
        }
        let node = &view.catalog.nodes[view.catalog.place(&id.module, &id.name)?];
        let found = checksum(&node.migration, Direction::Up, view.target);
        (found != row.checksum_up).then(|| Conflict::Edited { id, recorded: row.checksum_up.clone(), found })
    };
    let mut conflicts: Vec<Conflict> = rows.iter().filter_map(conflict).collect();
    let goes = |conflict: &Conflict| rows.iter().any(|row| row.id == *conflict.id());
    conflicts.extend(view.disagreements().into_iter().filter(goes));
    if conflicts.is_empty() { Ok(()) } else { Err(Error::History(conflicts)) }
}

/// Refuses while an applied migration that stays requires or follows one that goes.
fn nothing_leans_on(view: &View<'_>, rows: &[&Row]) -> Result<(), Error> {
    let going: BTreeSet<&Id> = rows.iter().map(|row| &row.id).collect();
    let mut by: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    for row in view.history.rows.iter().filter(|row| !going.contains(&row.id)) {
        for leaned_on in leans_on(view, row).into_iter().filter(|id| going.contains(id)) {
            by.entry(leaned_on).or_default().push(row.id.clone());
        }
    }
    let first = rows.iter().find_map(|row| by.remove_entry(&row.id));
    first.map_or(Ok(()), |(id, by)| Err(Error::InUse { id, by }))
}

/// What an applied migration follows or requires, in the history or in its file.
fn leans_on(view: &View<'_>, row: &Row) -> BTreeSet<Id> {
    let mut ids: BTreeSet<Id> = row.requires.iter().cloned().collect();
    ids.extend(row.parent.iter().map(|parent| Id::new(&row.id.module, parent)));
    if let Some(place) = view.catalog.place(&row.id.module, &row.id.name) {
        let node = &view.catalog.nodes[place];
        ids.extend(node.parents.iter().map(|parent| view.catalog.nodes[*parent].id()));
        ids.extend(node.outside.iter().cloned());
    }
    ids
}

type Stored = Vec<(String, Option<String>)>;

/// Reads the stored ways down of those without a file; no query when every one has its file.
async fn read_stored(
    view: &View<'_>,
    session: &mut dyn Session,
    module: &str,
    rows: &[&Row],
) -> Result<Stored, Error> {
    let without_file = rows.iter().filter(|row| view.catalog.place(&row.id.module, &row.id.name).is_none());
    let names: Vec<&str> = without_file.map(|row| row.id.name.as_str()).collect();
    if names.is_empty() {
        return Ok(Stored::new());
    }
    let in_database = view.renames.iter().find(|(_, to)| *to == module).map_or(module, |(from, _)| from);
    stored_downs(session, in_database, &names).await
}

fn plan_one(view: &View<'_>, row: &Row, stored: &Stored) -> Result<Planned, Error> {
    let id = row.id.clone();
    let (down, origin, down_differs) = match view.catalog.place(&id.module, &id.name) {
        Some(place) => {
            let node = &view.catalog.nodes[place];
            written_for(view, node)?;
            let differs = checksum(&node.migration, Direction::Down, view.target) != row.checksum_down;
            (StoredDown::of(&node.migration, view.target), Origin::File, differs)
        }
        None => {
            let json = stored.iter().find(|(name, _)| *name == id.name).and_then(|(_, json)| json.as_deref());
            let no_way = |reason| Error::NoWayDown { id: id.clone(), reason };
            let json = json.ok_or_else(|| no_way("none was stored".to_owned()))?;
            (StoredDown::parse(json).map_err(no_way)?, Origin::Stored, false)
        }
    };
    if down.kind == StoredKind::Irreversible {
        let because = down.text.unwrap_or_else(|| "its file says so, without a reason".to_owned());
        return Err(Error::Irreversible { id, because });
    }
    let loses = down.loses();
    let is_on_its_way = row.state != RowState::Applied;
    let resumes = is_on_its_way.then(|| point(row, Direction::Down, &down.steps, !down_differs)).transpose();
    Ok(Planned {
        id,
        direction: Direction::Down,
        why: Why::Asked,
        origin,
        loses,
        down_differs,
        steps: down.steps,
        resumes: resumes.map_err(|conflict| Error::History(vec![conflict]))?,
    })
}
