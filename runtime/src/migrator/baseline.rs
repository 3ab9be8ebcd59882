//! Marks migrations as applied that a database already holds.

use std::time::Duration;

use super::Migrator;
use super::catalog::Catalog;
use super::choose::{place_of, places_of};
use super::commands::report;
use super::planned::{Done, Report, Why, steps_on};
use super::prove::{Prove, Wrote};
use super::run_id;
use super::view::View;
use crate::dialect::Session;
use crate::error::{Conflict, Error};
use crate::history::{Entry, Record, RowState};
use crate::migration::Direction;

/// The migrations of a module that would be marked, in order.
///
/// # Errors
/// [`Error::UnknownModule`], [`Error::UnknownMigration`]; [`Error::History`] for what is edited,
/// missing or failed in the module.
pub(super) fn places(view: &View<'_>, module: &str, upto: Option<&str>) -> Result<Vec<usize>, Error> {
    let mut places = places_of(view, module)?;
    if let Some(upto) = upto {
        let last = place_of(view, module, upto)?;
        places.retain(|place| *place <= last);
    }
    let mut conflicts = view.conflicts();
    conflicts.retain(|conflict| {
        // One that is out of order is only marked: nothing runs against what follows it.
        conflict.id().module == module && !matches!(conflict, Conflict::OutOfOrder { .. })
    });
    if !conflicts.is_empty() {
        return Err(Error::History(conflicts));
    }
    places.retain(|place| view.states[*place].is_pending());
    Ok(places)
}

impl Migrator {
    /// Marks them all in one transaction; none when the proof does not hold there.
    pub(super) async fn baseline_locked(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        module: &str,
        upto: Option<&str>,
        proof: &mut dyn Prove,
    ) -> Result<Option<Report>, Error> {
        let run_id = run_id();
        let mut runner = self.runner(session, catalog, &run_id);
        loop {
            let view = runner.settled().await?;
            let places = places(&view, module, upto)?;
            if !runner.prepare(&view).await? {
                continue;
            }
            let (mut text, mut done) = (String::new(), Vec::with_capacity(places.len()));
            let at = runner.now();
            for (offset, place) in (0_i64..).zip(&places) {
                let node = &catalog.nodes[*place];
                let record = Record {
                    module: node.module,
                    migration: &node.migration,
                    seq: runner.seq + offset,
                    state: RowState::Applied,
                    steps: steps_on(&node.migration, Direction::Up, view.target).len(),
                    origin: "baseline",
                    started_at: &at,
                    finished_at: Some(&at),
                    duration_ms: Some(0),
                };
                let name = Some(node.migration.name);
                let entry = Entry {
                    at: &at,
                    module: node.module,
                    name,
                    event: "baselined",
                    step: None,
                    detail: self.reason.as_deref(),
                };
                text += &runner.writer().insert_row(&record);
                text += &runner.writer().journal(Some(runner.journal + offset + 1), &entry);
                let (id, direction) = (node.id(), Direction::Up);
                done.push(Done { id, direction, why: Why::Asked, duration: Duration::ZERO });
            }
            let wrote = match done.is_empty() {
                true => Wrote::All,
                false => runner.write_proven(&text, proof).await?,
            };
            match wrote {
                Wrote::All => return Ok(Some(report(&view, run_id.clone()).with(done))),
                Wrote::NothingNow => {}
                Wrote::Refused => return Ok(None),
            }
        }
    }
}
