//! Where a migration is on its way.

use crate::history::Sum;
use crate::migrator::PlannedStep;

/// A place between two statements.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Place {
    /// How many steps are in.
    pub(in super::super) steps: usize,
    /// How many statements of the next step are in, since no transaction holds them.
    pub(in super::super) statements: usize,
    /// The sum of all of these.
    pub(in super::super) sum: Sum,
    /// The same without the end of the step that was last.
    pub(in super::super) within: Sum,
}

impl Place {
    /// Goes on by one statement of a step, which may be its last.
    pub(in super::super) fn pass(&mut self, step: &PlannedStep, sql: &str) {
        self.statements += 1;
        self.sum.statement(sql);
        self.within = self.sum.clone();
        if self.statements >= step.statements.len() {
            self.end(step);
        }
    }

    /// Goes on to the next step.
    pub(in super::super) fn end(&mut self, step: &PlannedStep) {
        self.steps += 1;
        self.statements = 0;
        self.sum.end(step);
    }

    /// Goes on by a whole step.
    pub(in super::super) fn step(&mut self, step: &PlannedStep) {
        step.statements.iter().for_each(|sql| self.sum.statement(sql));
        self.end(step);
    }

    /// The place behind so many steps and statements of those that follow.
    pub(in super::super) fn at(steps: &[PlannedStep], count: usize, statements: usize) -> Place {
        let mut place = Place::default();
        steps.iter().take(count).for_each(|step| place.step(step));
        if let Some(step) = steps.get(count) {
            step.statements.iter().take(statements).for_each(|sql| place.sum.statement(sql));
        }
        place.within = place.sum.clone();
        Place { statements, ..place }
    }
}
