//! The one place that decides whether a statement in doubt took effect: one that commits by itself, and
//! whose end no run has seen.

use super::{Runner, Trouble, Work};
use crate::dialect::{DatabaseError, Definition, Dialect, Trace};
use crate::history::{Detail, sum_of};
use crate::operation::Operation;
use crate::schema::Name;

/// What the catalogue holds when a statement has taken effect.
#[derive(Debug, PartialEq, Eq)]
enum Effect {
    Table { name: Name, is_there: bool },
    Column { table: Name, name: String, is_there: bool },
}

impl Runner<'_> {
    /// Decides the statement that follows the place: by the operation that it carries out, against the
    /// catalogue; else by the definition that was noted before it.
    ///
    /// # Errors
    /// [`Trouble::Doubt`] when nothing tells; [`Trouble::ChangedInDoubt`] when it took effect and the file has
    /// another one.
    pub(super) async fn settle(&mut self, work: &mut Work<'_>, doubt: &Detail) -> Result<(), Trouble> {
        let at = work.place.steps;
        let planned = work.planned;
        let sql = planned.steps.get(at).and_then(|step| step.statements.get(work.place.statements));
        // The statement was another one when it ran: then the file's says nothing of it.
        let same = sql.filter(|sql| {
            let mut sum = work.place.sum.clone();
            sum.statement(sql);
            doubt.sum.as_ref() == Some(&sum.text())
        });
        let trouble = |error| Trouble::Database { error, step: at, statement: None };
        let by_operation = match same {
            Some(sql) => self.by_operation(work, sql).await.map_err(trouble)?,
            None => None,
        };
        let decided = match by_operation {
            Some(took_effect) => Some((took_effect, "operation")),
            None if doubt.repeatable => Some((false, "repeatable")),
            None => self.by_definition(doubt).await.map_err(trouble)?.map(|changed| (changed, "definition")),
        };
        match decided {
            Some((true, _)) if same.is_none() => Err(Trouble::ChangedInDoubt { step: at }),
            Some((took_effect, by)) => self.decided(work, took_effect, by).await,
            None => Err(Trouble::Doubt { step: at }),
        }
    }

    /// Decides the statements of the next step one after the other, for what a release left that did not
    /// journal them: up to the first that did not take effect.
    pub(super) async fn settle_step(&mut self, work: &mut Work<'_>) -> Result<(), Trouble> {
        let at = work.place.steps;
        let planned = work.planned;
        let Some(step) = planned.steps.get(at).filter(|step| step.is_outside()) else { return Ok(()) };
        for sql in &step.statements {
            // Rows that such a statement changed were committed with nothing to tell of it.
            let is_alone = self.session.dialect().trace(sql) != Trace::Shared || step.statements.len() == 1;
            let found = if is_alone { self.by_operation(work, sql).await } else { Ok(None) };
            match found.map_err(|error| Trouble::Database { error, step: at, statement: None })? {
                Some(true) => self.decided(work, true, "operation").await?,
                Some(false) => return Ok(()),
                None => return Err(Trouble::Doubt { step: at }),
            }
        }
        Ok(())
    }

    /// Whether the catalogue holds what the operations of the migration say that a statement makes.
    async fn by_operation(&mut self, work: &Work<'_>, sql: &str) -> Result<Option<bool>, DatabaseError> {
        let effects = effects(self.session.dialect(), &work.operations(), sql);
        let mut found = None;
        for effect in effects {
            let is_so = match effect {
                Effect::Table { name, is_there } => self.session.has_table(&name).await? == is_there,
                Effect::Column { table, name, is_there } => {
                    let table = table.to_string();
                    let Some(columns) = self.session.columns(&table).await? else { return Ok(None) };
                    columns.contains(&name) == is_there
                }
            };
            // A statement takes effect as a whole: what is part of it is so by another's doing.
            if found.replace(is_so).is_some_and(|before| before != is_so) {
                return Ok(None);
            }
        }
        Ok(found)
    }

    /// Whether the definition that was noted is another one now; none when it was or is not to be seen.
    async fn by_definition(&mut self, doubt: &Detail) -> Result<Option<bool>, DatabaseError> {
        let Some(subject) = &doubt.subject else { return Ok(None) };
        let now = match self.session.definition("", subject).await? {
            Definition::Is(text) => Some(sum_of(&text)),
            Definition::Absent => None,
            Definition::Hidden => return Ok(None),
        };
        Ok(Some(now != doubt.before))
    }
}

/// What a statement leaves in the catalogue, by the operations of its migration, whichever way it goes.
fn effects(dialect: &dyn Dialect, operations: &[Operation], sql: &str) -> Vec<Effect> {
    let table_effect = |name: &Name| {
        let quoted = dialect.quote_name(name);
        let is_it = |verb: &str| {
            let rest = sql.strip_prefix(verb).and_then(|rest| rest.strip_prefix(&quoted));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n', ';']))
        };
        let is_there = is_it("CREATE TABLE ");
        (is_there || is_it("DROP TABLE ")).then(|| Effect::Table { name: name.clone(), is_there })
    };
    let column_effect = |table: &Name, name: &str| {
        let rest = sql.strip_prefix(&format!("ALTER TABLE {}", dialect.quote_name(table)))?;
        let quoted = dialect.quote(name);
        let is_there = rest.contains(&format!("ADD COLUMN {quoted}"));
        let is_dropped = rest.contains(&format!("DROP COLUMN {quoted}"));
        // One that goes and comes back in one statement is there before and after.
        let is_told = is_there != is_dropped;
        is_told.then(|| Effect::Column { table: table.clone(), name: name.to_owned(), is_there })
    };
    let effect = |operation: &Operation| match operation {
        Operation::CreateTable { table } | Operation::DropTable { table } => table_effect(&table.name),
        Operation::AddColumn { table, column, .. } | Operation::DropColumn { table, column } => {
            column_effect(table, &column.name)
        }
        _ => None,
    };
    operations.iter().filter_map(effect).collect()
}

#[cfg(test)]
#[path = "doubt_tests.rs"]
mod tests;
