//! Steps outside any transaction: each statement is journalled.

use super::{Runner, Trouble, Work};
use crate::dialect::{Definition, Trace};
use crate::failpoint::{Point, reach};
use crate::history::{Detail, sum_of};
use crate::migrator::PlannedStep;

impl Runner<'_> {
    /// Runs the statements of a step that are not in yet, each with what records it: in one transaction
    /// where it can run in one, else before it and after it.
    pub(super) async fn run_outside(
        &mut self,
        work: &mut Work<'_>,
        step: &PlannedStep,
    ) -> Result<(), Trouble> {
        let at = work.place.steps;
        let started = self.step_started(work, at, step);
        self.check_expectations(at, step, work.place.statements > 0).await?;
        for sql in step.statements.iter().skip(work.place.statements) {
            self.check_wanted(at)?;
            match self.session.dialect().trace(sql) {
                Trace::Shared => self.run_recorded(work, step, sql).await?,
                trace => self.run_noted(work, step, sql, trace).await?,
            }
        }
        // Nothing was left of it to run.
        if work.place.steps == at {
            work.place.end(step);
            work.is_due = true;
        }
        self.step_finished(work, at, started);
        Ok(())
    }

    /// Runs a statement in one transaction with the row that records it.
    pub(super) async fn try_recorded(
        &mut self,
        work: &mut Work<'_>,
        step: &PlannedStep,
        sql: &str,
    ) -> Result<(), Trouble> {
        self.flush(work).await?;
        self.begin(work, false).await?;
        let ran = async {
            reach(Point::BeforeStatement).await?;
            self.statement(work, work.place.steps, step, sql).await?;
            reach(Point::AfterStatement).await
        };
        ran.await.map_err(|error| Trouble::of_statement(error, work, sql))?;
        let mut place = work.place.clone();
        place.pass(step, sql);
        let text = self.said(work, &place);
        self.write_and_commit(work, &text).await?;
        work.arrive(place);
        Ok(())
    }

    /// Runs a statement that commits by itself, noted before and recorded with the next round trip.
    async fn run_noted(
        &mut self,
        work: &mut Work<'_>,
        step: &PlannedStep,
        sql: &str,
        trace: Trace,
    ) -> Result<(), Trouble> {
        let mut place = work.place.clone();
        place.pass(step, sql);
        let mut detail = Detail {
            statement: Some(work.place.statements + 1),
            sum: Some(place.within.text()),
            repeatable: trace == Trace::Repeatable,
            ..Detail::default()
        };
        let mut note = self.take_due(work);
        if let Trace::Definition(subject) = trace {
            let found = self.session.definition(&note, &subject).await;
            match found.map_err(|error| Trouble::of_statement(error, work, sql))? {
                Definition::Is(text) => {
                    (detail.subject, detail.before) = (Some(subject), Some(sum_of(&text)))
                }
                Definition::Absent => detail.subject = Some(subject),
                Definition::Hidden => {}
            }
            note.clear();
        }
        note += &self.noted(&work.planned.id, "begun", Some(work.place.steps), &detail);
        let ran = async {
            reach(Point::BeforeStatement).await?;
            (work.is_in_doubt, work.is_noted) = (true, true);
            self.statement_noted(work, step, &note, sql).await
        };
        if let Err(error) = ran.await {
            work.is_in_doubt &= !(error.is_refusal() && self.session.dialect().undoes(sql));
            return Err(Trouble::of_statement(error, work, sql));
        }
        work.arrive(place);
        work.is_due = true;
        let reached = reach(Point::AfterStatement).await;
        reached.map_err(|error| Trouble::of_statement(error, work, sql))
    }

    /// What is to be recorded, which the next round trip takes along.
    fn take_due(&mut self, work: &mut Work<'_>) -> String {
        match std::mem::take(&mut work.is_due) {
            true => self.said(work, &work.place),
            false => String::new(),
        }
    }

    /// Records what is to be recorded.
    pub(super) async fn flush(&mut self, work: &mut Work<'_>) -> Result<(), Trouble> {
        if !work.is_due {
            return Ok(());
        }
        self.begin(work, false).await?;
        let text = self.take_due(work);
        self.write_and_commit(work, &text).await
    }
}
