//! The SQL of a plan.

mod column;
mod conversion;
mod generated;
mod keys;
mod rename;
mod table;

#[cfg(test)]
mod tests;

use super::super::{Unit, Unsupported};
use super::normalize::COLLATION;
use super::{backticked, expression, literal, options};
use crate::Target;
use crate::operation::{Applier, Operation, Plan};
use crate::schema::{Column, Name, Schema, Sql, Table};
use keys::Keys;
use table::quote_name;

/// See [`Dialect::render`](super::super::Dialect::render).
///
/// Each operation is a unit of its own, except keys: a foreign key and a counter need one at any time, so
/// one that goes and one that comes stand in the same statement.
///
/// # Errors
/// The first operation that the target cannot do.
pub(super) fn render(plan: &Plan, target: Target) -> Result<Vec<Unit>, Unsupported> {
    let mut run = Run {
        target,
        next: &plan.next,
        state: Applier::new(plan.prev.clone()),
        done: vec![false; plan.operations.len()],
        keys: Keys::default(),
        units: Vec::new(),
    };
    for at in 0..plan.operations.len() {
        if !run.done[at] {
            run.step(at, &plan.operations)?;
        }
    }
    Ok(run.units)
}

/// A plan that is being carried out.
struct Run<'p> {
    target: Target,
    /// The schema as it will be.
    next: &'p Schema,
    /// The schema as it is before the next unit.
    state: Applier,
    /// Which operations stand in a unit already.
    done: Vec<bool>,
    /// Keys that are still there, and counters that do not count for now.
    keys: Keys,
    units: Vec<Unit>,
}

impl Run<'_> {
    fn step(&mut self, at: usize, all: &[Operation]) -> Result<(), Unsupported> {
        let operation = &all[at];
        match operation {
            Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. } => self.follow(at, all),
            Operation::RenameEnum { .. }
            | Operation::RenameEnumValue { .. }
            | Operation::CreateEnum { .. }
            | Operation::AddEnumValue { .. }
            | Operation::ReplaceEnum { .. }
            | Operation::DropEnum { .. } => Err(self.refused(
                operation,
                "an enum of its own",
                "normalise the schemas first: an enum becomes the type of its columns",
            )),
            Operation::DropExclusion { .. } | Operation::AddExclusion { .. } => {
                Err(self.refused(operation, "an exclusion constraint", "normalise the schemas first"))
            }
            Operation::DropIndex { .. }
            | Operation::DropUnique { .. }
            | Operation::DropPrimaryKey { .. }
            | Operation::AddPrimaryKey { .. }
            | Operation::AddUnique { .. }
            | Operation::AddIndex { .. } => self.key(at, all),
            Operation::AddColumn { table, column, .. } if column.identity.is_some() => {
                self.add_counter(at, all, table)
            }
            Operation::RenameTable { from, to } => {
                self.alters(at, all, from, format!("RENAME TO {}", quote_name(to)))
            }
            Operation::RenameColumn { table, from, to } => {
                self.keys.rename(table, from, to);
                let statements = rename::column(self.table(operation)?, from, to, self.target)?;
                self.runs(at, all, statements)
            }
            Operation::DropForeignKey { table, foreign_key } => {
                self.alters(at, all, table, drop_foreign_key(&foreign_key.name))
            }
            Operation::DropCheck { table, check } => {
                self.alters(at, all, table, drop_constraint(&check.name))
            }
            Operation::RenameIndex { table, from, to } => {
                self.alters(at, all, table, rename::index(from, to))
            }
            Operation::RenameConstraint { from, to, .. } => {
                let statements = rename::constraint(self.table(operation)?, from, to);
                self.runs(at, all, statements)
            }
            Operation::CreateTable { table } => self.runs(at, all, vec![table::create(table, self.target)]),
            Operation::AddColumn { table, column, fill, place } => {
                let fill = self.given(table, &column.name, "the fill", fill.as_ref())?;
                let column = self.collated(table, column);
                self.runs(at, all, column::add(table, &column, fill.as_deref(), place.as_ref(), self.target))
            }
            Operation::AlterColumn { .. } => self.alter_column(at, all),
            Operation::AddCheck { table, check } => self.alters(at, all, table, add(&table::check(check))),
            Operation::AddForeignKey { table, foreign_key } => {
                let mut clauses = keys::kept_by_name(self.table(operation)?, foreign_key);
                clauses.push(add(&table::foreign_key(foreign_key)));
                self.runs(at, all, vec![alter(table, &clauses)])
            }
            Operation::SetTableComment { table, to, .. } => {
                let text = literal(to.as_deref().unwrap_or_default());
                self.alters(at, all, table, format!("COMMENT={text}"))
            }
            Operation::SetTableOptions { table, from, to } => {
                self.runs(at, all, vec![alter(table, &options::change(from, to))])
            }
            Operation::DropColumn { table, column } => {
                self.alters(at, all, table, format!("DROP COLUMN {}", backticked(&column.name)))
            }
            Operation::DropTable { table } => {
                self.runs(at, all, vec![format!("DROP TABLE {}", quote_name(&table.name))])
            }
        }
    }

    /// An operation that is one clause of ALTER TABLE.
    fn alters(
        &mut self,
        at: usize,
        all: &[Operation],
        table: &Name,
        clause: String,
    ) -> Result<(), Unsupported> {
        self.runs(at, all, vec![alter(table, &[clause])])
    }

    /// An operation that needs no other.
    fn runs(&mut self, at: usize, all: &[Operation], statements: Vec<String>) -> Result<(), Unsupported> {
        self.follow(at, all)?;
        self.push(Unit { operations: vec![at], statements, ..Unit::default() });
        Ok(())
    }

    fn alter_column(&mut self, at: usize, all: &[Operation]) -> Result<(), Unsupported> {
        let Operation::AlterColumn { table, from, to, fill, using } = &all[at] else { return Ok(()) };
        let fill = self.given(table, &to.name, "the fill", fill.as_ref())?;
        let using = self.given(table, &to.name, "the conversion", using.as_ref())?;
        let state = self.table(&all[at])?.clone();
        // Its key is gone, or still to come.
        let to = self.keys.without_counter(&state, to);
        let change = column::Change {
            table: &state,
            from: &self.collated(table, from),
            to: &self.collated(table, &to),
            fill: fill.as_deref(),
            using: using.as_deref(),
            target: self.target,
        };
        let statements = change.statements()?;
        let anew = ["MODIFY COLUMN", "DROP COLUMN"];
        let is_whole = statements.iter().any(|sql| anew.iter().any(|words| sql.contains(words)));
        let expects = if is_whole { vec![expected(&state)] } else { Vec::new() };
        self.follow(at, all)?;
        self.push(Unit { operations: vec![at], statements, expects, ..Unit::default() });
        Ok(())
    }

    /// Notes what an operation does to the schema.
    fn follow(&mut self, at: usize, all: &[Operation]) -> Result<(), Unsupported> {
        self.done[at] = true;
        let operation = &all[at];
        self.state.apply(operation).map_err(|refusal| {
            self.refused(operation, &refusal.to_string(), "the plan does not fit the schema")
        })
    }

    fn push(&mut self, unit: Unit) {
        if !unit.statements.is_empty() {
            self.units.push(unit);
        }
    }

    fn schema(&self) -> &Schema {
        self.state.schema()
    }

    /// The table of an operation, as it is now.
    fn table(&self, operation: &Operation) -> Result<&Table, Unsupported> {
        let table = operation.table().and_then(|name| self.schema().tables.get(name));
        table.ok_or_else(|| {
            self.refused(operation, "a table that is not there", "the plan does not fit the schema")
        })
    }

    fn refused(&self, operation: &Operation, what: &str, help: &str) -> Unsupported {
        unsupported(self.target, operation.owner().name(), None, what, help)
    }

    /// The column with its collation said: that of the planned table, where the column says none. The live
    /// table may be older than its models, and have another one.
    fn collated(&self, table: &Name, column: &Column) -> Column {
        let of_table = self.next.tables.get(table).map_or(COLLATION, options::collation);
        let collation = column.collation.clone().unwrap_or_else(|| of_table.to_owned());
        Column { collation: Some(collation), ..column.clone() }
    }

    /// An expression that a person gave, fit to stand inside a statement.
    fn given(
        &self,
        table: &Name,
        column: &str,
        what: &str,
        sql: Option<&Sql>,
    ) -> Result<Option<String>, Unsupported> {
        let Some(sql) = sql else { return Ok(None) };
        let text = expression::given(sql, self.target);
        text.map(Some).map_err(|reason| unsupported(self.target, table, Some(column), what, &reason))
    }
}

fn unsupported(target: Target, table: &Name, item: Option<&str>, what: &str, help: &str) -> Unsupported {
    Unsupported {
        target,
        table: Some(table.clone()),
        item: item.map(str::to_owned),
        subject: item.map_or_else(|| table.to_string(), |item| format!("{table}.{item}")),
        what: what.to_owned(),
        help: help.to_owned(),
    }
}

/// What a statement that writes a whole definition was planned against.
fn expected(table: &Table) -> (String, Vec<String>) {
    (table.name.name.clone(), table.columns.iter().map(|column| column.name.clone()).collect())
}

/// One statement, a clause on each line when there are several.
fn alter(table: &Name, clauses: &[String]) -> String {
    match clauses {
        [only] => format!("ALTER TABLE {} {only}", quote_name(table)),
        many => format!("ALTER TABLE {}\n    {}", quote_name(table), many.join(",\n    ")),
    }
}

fn list(columns: &[String]) -> String {
    columns.iter().map(|column| backticked(column)).collect::<Vec<_>>().join(", ")
}

fn add(definition: &str) -> String {
    format!("ADD {definition}")
}

fn drop_constraint(name: &str) -> String {
    format!("DROP CONSTRAINT {}", backticked(name))
}

fn drop_foreign_key(name: &str) -> String {
    format!("DROP FOREIGN KEY {}", backticked(name))
}

fn drop_index(name: &str) -> String {
    format!("DROP INDEX {}", backticked(name))
}
