//! Goes on with a migration that stopped part of the way.

use super::place::Place;
use super::{Runner, Trouble, Work};
use crate::error::{Conflict, Id};
use crate::history::{Detail, Row, RowState};
use crate::migration::Direction;
use crate::migrator::event::Event;
use crate::migrator::planned::{PlannedStep, Resume};

/// Where a migration goes on, with the steps as they are now: what is in must be what they say.
///
/// `is_same` tells whether the steps are those with which it began, for what an older release left.
///
/// # Errors
/// [`Conflict::ChangedBelow`].
pub(in super::super) fn point(
    row: &Row,
    direction: Direction,
    steps: &[PlannedStep],
    is_same: bool,
) -> Result<Resume, Conflict> {
    let trail = &row.trail;
    let changed = |step: usize, statement: usize| Conflict::ChangedBelow {
        id: row.id.clone(),
        direction,
        step,
        statement: (statement > 0).then_some(statement),
    };
    if !trail.is_whole && !is_same && row.steps_done > 0 {
        return Err(changed(row.steps_done, 0));
    }
    let mut place = Place::default();
    for mark in &trail.marks {
        // The marks go forward: each goes on from where the one before stands.
        while place.steps < mark.steps
            && let Some(step) = steps.get(place.steps)
        {
            let rest = step.statements.iter().skip(place.statements);
            rest.for_each(|sql| place.sum.statement(sql));
            place.end(step);
        }
        let rest = steps.get(mark.steps).map_or(&[][..], |step| &step.statements);
        for sql in rest.iter().take(mark.statements).skip(place.statements) {
            place.sum.statement(sql);
        }
        place.statements = mark.statements;
        if place.steps != mark.steps || place.sum.text() != mark.sum {
            let step = if mark.statements > 0 { mark.steps + 1 } else { mark.steps };
            return Err(changed(step, mark.statements));
        }
    }
    let (steps, statements) = (row.steps_done, trail.statements);
    Ok(Resume { steps, statements, doubt: trail.doubt.clone(), is_journalled: trail.is_whole })
}

impl Runner<'_> {
    /// Makes a migration that stopped this run's, and finds out where it goes on.
    pub(super) async fn take_up(&mut self, work: &mut Work<'_>, resume: &Resume) -> Result<(), Trouble> {
        let planned = work.planned;
        work.place = Place::at(&planned.steps, resume.steps, resume.statements);
        self.begin(work, false).await?;
        let (state, steps) = match planned.direction {
            Direction::Up => (RowState::Running, Some(planned.steps.len())),
            Direction::Down => (RowState::RollingBack, None),
        };
        let detail = Detail {
            statement: (resume.statements > 0).then_some(resume.statements + 1),
            ..Detail::default()
        };
        let entry = self.noted(&planned.id, "resumed", Some(resume.steps), &detail);
        let text = self.writer().resume(&planned.id, state, steps) + &entry;
        self.write_and_commit(work, &text).await?;
        work.is_open = true;
        work.is_in_doubt = resume.doubt.is_some() || !resume.is_journalled;
        let (id, of) = (planned.id.clone(), planned.steps.len());
        let (step, statement) = (resume.steps + 1, resume.statements + 1);
        self.migrator.emit(Event::Resumed { id, direction: planned.direction, step, of, statement });
        match &resume.doubt {
            Some(doubt) => self.settle(work, doubt).await?,
            None if !resume.is_journalled => self.settle_step(work).await?,
            None => {}
        }
        work.is_in_doubt = false;
        Ok(())
    }

    /// Records how a statement in doubt was decided.
    pub(super) async fn decided(
        &mut self,
        work: &mut Work<'_>,
        took_effect: bool,
        by: &str,
    ) -> Result<(), Trouble> {
        let at = work.place.steps;
        let statement = work.place.statements + 1;
        let planned = work.planned;
        let sql = planned.steps.get(at).and_then(|step| step.statements.get(work.place.statements));
        let mut place = work.place.clone();
        if let (true, Some(sql)) = (took_effect, sql) {
            place.statements += 1;
            place.sum.statement(sql);
        }
        let sum = took_effect.then(|| place.sum.text());
        let detail =
            Detail { statement: Some(statement), sum, decided: Some(by.to_owned()), ..Detail::default() };
        let event = if took_effect { "done" } else { "undone" };
        self.begin(work, false).await?;
        let text = self.noted(&planned.id, event, Some(at), &detail);
        self.write_and_commit(work, &text).await?;
        work.place = place;
        let id: Id = planned.id.clone();
        let by = by.to_owned();
        self.migrator.emit(Event::Decided { id, step: at + 1, statement, took_effect, by });
        Ok(())
    }
}
