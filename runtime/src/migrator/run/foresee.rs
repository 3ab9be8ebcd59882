//! What is known to stop a later step, looked at before the first.

use super::super::planned::PlannedStep;
use super::{Runner, Trouble, Work};

impl Runner<'_> {
    /// Looks at what steps expect of tables that no step before them names. Where the server commits as it goes,
    /// a migration that cannot reach its end then leaves nothing.
    pub(super) async fn foresee(&mut self, work: &Work<'_>) -> Result<(), Trouble> {
        let steps = &work.planned.steps;
        for (at, step) in steps.iter().enumerate().skip(1) {
            let is_untouched = |table: &str| !steps[..at].iter().any(|before| names(before, table));
            if !step.expects.is_empty() {
                if step
                    .expects
                    .iter()
                    .all(|(table, _)| is_untouched(table.rsplit('.').next().unwrap_or(table)))
                {
                    self.check_expectations(at, step, false).await?;
                }
                continue;
            }
            let statements: Vec<&str> = step.statements.iter().map(AsRef::as_ref).collect();
            let touched = self.session.touched(&statements).await;
            let touched = touched.map_err(|error| Trouble::Database { error, step: at, statement: None })?;
            let mut tables = touched.iter().filter_map(|column| column.rsplit_once('.'));
            if tables.any(|(table, _)| is_untouched(table)) {
                self.check_expectations(at, step, false).await?;
            }
        }
        Ok(())
    }
}

/// Whether a statement of the step holds the name, whatever it means by it.
fn names(step: &PlannedStep, table: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let is_word = table.chars().all(is_part);
    let table = table.to_lowercase();
    step.statements.iter().map(|sql| sql.to_lowercase()).any(|sql| match is_word {
        true => sql.split(|c| !is_part(c)).any(|word| word == table),
        false => sql.contains(&table),
    })
}
