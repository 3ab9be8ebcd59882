//! The statements that carry out a plan.

mod change;
mod native;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use super::ddl::{create_index, create_table};
use super::{Sqlite, rebuild};
use crate::Target;
use crate::dialect::{Dialect, Unit, Unsupported};
use crate::operation::{Applier, Operation, Plan};
use crate::schema::{Name, Table};

/// The units of a plan; see [`Dialect::render`].
///
/// What SQLite cannot do to a table in place is one rebuild, which takes all that the plan has for that
/// table, at the place of the first of it. Dropping a table is bracketed like a rebuild: with foreign
/// keys on, SQLite deletes its rows first, and those of tables that point at it with ON DELETE CASCADE.
///
/// # Errors
/// The first operation that SQLite cannot do.
pub(super) fn render(plan: &Plan) -> Result<Vec<Unit>, Unsupported> {
    let mut by_table: HashMap<&Name, Vec<usize>> = HashMap::new();
    for (at, operation) in plan.operations.iter().enumerate() {
        if let Some(table) = operation.table() {
            by_table.entry(table).or_default().push(at);
        }
    }
    let mut run = Run {
        operations: &plan.operations,
        by_table,
        state: Applier::new(plan.prev.clone()),
        done: vec![false; plan.operations.len()],
        absorbed: BTreeMap::new(),
        units: Vec::new(),
    };
    for at in 0..plan.operations.len() {
        if !run.done[at] {
            run.step(at)?;
        }
    }
    Ok(run.units)
}

/// A plan that is being carried out.
struct Run<'a> {
    operations: &'a [Operation],
    /// The places of each table's operations.
    by_table: HashMap<&'a Name, Vec<usize>>,
    /// The schema as it is before the next unit.
    state: Applier,
    /// Which operations stand in a unit already.
    done: Vec<bool>,
    /// Operations that need no statement since the DROP TABLE at that place takes all with it.
    absorbed: BTreeMap<usize, Vec<usize>>,
    units: Vec<Unit>,
}

impl<'a> Run<'a> {
    fn step(&mut self, at: usize) -> Result<(), Unsupported> {
        let operation = &self.operations[at];
        match operation {
            Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. }
            | Operation::SetTableComment { .. } => self.follow(at),
            Operation::RenameEnum { .. }
            | Operation::RenameEnumValue { .. }
            | Operation::CreateEnum { .. }
            | Operation::AddEnumValue { .. }
            | Operation::ReplaceEnum { .. }
            | Operation::DropEnum { .. } => Err(refused(
                operation,
                "an enum of its own",
                "normalise the schemas first: an enum becomes a text with a check",
            )),
            Operation::DropExclusion { .. } | Operation::AddExclusion { .. } => {
                Err(refused(operation, "an exclusion constraint", "normalise the schemas first"))
            }
            Operation::RenameTable { from, to } => {
                let statements = rename_table(&from.name, &to.name);
                self.follow(at)?;
                self.push(vec![at], statements);
                Ok(())
            }
            Operation::RenameColumn { table, from, to } => {
                let [name, from, to] = [&table.name, from, to].map(|name| Sqlite.quote(name));
                self.follow(at)?;
                self.push(vec![at], vec![format!("ALTER TABLE {name} RENAME COLUMN {from} TO {to}")]);
                Ok(())
            }
            Operation::CreateTable { table } => {
                self.create(at, table);
                Ok(())
            }
            Operation::DropTable { table } => {
                self.drop_table(at, &table.name);
                Ok(())
            }
            Operation::DropForeignKey { table, .. }
            | Operation::DropCheck { table, .. }
            | Operation::DropIndex { table, .. }
            | Operation::DropUnique { table, .. }
            | Operation::DropPrimaryKey { table, .. }
            | Operation::RenameIndex { table, .. }
            | Operation::RenameConstraint { table, .. }
            | Operation::AddColumn { table, .. }
            | Operation::AlterColumn { table, .. }
            | Operation::AddPrimaryKey { table, .. }
            | Operation::AddUnique { table, .. }
            | Operation::AddIndex { table, .. }
            | Operation::AddCheck { table, .. }
            | Operation::AddForeignKey { table, .. }
            | Operation::SetTableOptions { table, .. }
            | Operation::DropColumn { table, .. } => self.alter(at, table),
        }
    }

    /// Notes what an operation does to the schema.
    fn follow(&mut self, at: usize) -> Result<(), Unsupported> {
        let operation = &self.operations[at];
        self.done[at] = true;
        self.state
            .apply(operation)
            .map_err(|refusal| refused(operation, &refusal.to_string(), "the plan does not fit the schema"))
    }

    fn push(&mut self, operations: Vec<usize>, statements: Vec<String>) {
        self.units.push(Unit { operations, statements, ..Unit::default() });
    }

    /// What follows for the same table, up to a change of its names or its end.
    fn group(&self, at: usize, table: &Name) -> (Vec<usize>, Option<usize>) {
        let mut group = Vec::new();
        let places = self.by_table.get(table).into_iter().flatten().copied();
        for next in places.filter(|next| *next >= at && !self.done[*next]) {
            match &self.operations[next] {
                Operation::RenameTable { .. }
                | Operation::RenameColumn { .. }
                | Operation::ReleaseTable { .. } => {
                    break;
                }
                Operation::DropTable { .. } => return (group, Some(next)),
                _ => group.push(next),
            }
        }
        (group, None)
    }

    fn create(&mut self, at: usize, table: &Table) {
        let mut created = table.clone();
        let (group, _) = self.group(at, &table.name);
        let taken: Vec<usize> =
            group.into_iter().filter(|next| *next == at || self.fits_now(*next)).collect();
        for next in &taken {
            change::change(&mut created, &self.operations[*next]);
        }
        let name = &table.name.name;
        let mut statements = vec![create_table(&created, name)];
        statements.extend(created.indexes.values().map(|index| create_index(name, index)));
        self.finish(created, &taken);
        self.push(taken, statements);
    }

    fn alter(&mut self, at: usize, name: &Name) -> Result<(), Unsupported> {
        let Some(mut table) = self.state.schema().tables.get(name).cloned() else {
            let what = format!("a change of table {name}, which is not there");
            return Err(refused(&self.operations[at], &what, "the plan does not fit the schema"));
        };
        let (mut group, end) = self.group(at, name);
        if let Some(end) = end {
            // An index may hold a name that is needed before the table goes; nothing else matters.
            if native::is_index(&self.operations[at]) {
                group = vec![at];
            } else {
                self.done[at] = true;
                self.absorbed.entry(end).or_default().push(at);
                return Ok(());
            }
        }
        let operations: Vec<&Operation> = group.iter().map(|next| &self.operations[*next]).collect();
        let taken: Vec<usize>;
        let mut unit = Unit::default();
        match native::first_unit(&table, &operations) {
            Some((with, statements)) => {
                taken = with.into_iter().map(|next| group[next]).collect();
                unit.statements = statements;
                self.change_all(&mut table, &taken);
            }
            None => {
                taken = group.into_iter().filter(|next| *next == at || self.fits_now(*next)).collect();
                let operations: Vec<&Operation> = taken.iter().map(|next| &self.operations[*next]).collect();
                let before = table.clone();
                self.change_all(&mut table, &taken);
                unit.statements = rebuild::statements(&before, &table, &operations);
                unit.rebuilds = Some(name.name.clone());
                let columns = before.columns.into_iter().map(|column| column.name).collect();
                unit.expects = vec![(name.name.clone(), columns)];
            }
        }
        self.finish(table, &taken);
        unit.operations = taken;
        self.units.push(unit);
        Ok(())
    }

    fn change_all(&self, table: &mut Table, operations: &[usize]) {
        operations.iter().for_each(|at| change::change(table, &self.operations[*at]));
    }

    fn finish(&mut self, table: Table, operations: &[usize]) {
        operations.iter().for_each(|at| self.done[*at] = true);
        self.state.insert(table);
    }

    fn drop_table(&mut self, at: usize, name: &Name) {
        let mut operations = self.absorbed.remove(&at).unwrap_or_default();
        operations.push(at);
        self.done[at] = true;
        self.state.remove(name);
        self.units.push(Unit {
            operations,
            statements: vec![format!("DROP TABLE {}", Sqlite.quote(&name.name))],
            rebuilds: Some(name.name.clone()),
            ..Unit::default()
        });
    }

    /// Whether an operation can run before its turn, together with others of its table.
    fn fits_now(&self, at: usize) -> bool {
        match &self.operations[at] {
            Operation::AddIndex { table, index } => self.is_free(table, &index.name),
            Operation::RenameIndex { table, to, .. } => self.is_free(table, to),
            Operation::DropColumn { table, column } => !self.is_read_later(at, table, &column.name),
            _ => true,
        }
    }

    /// Whether no other table, nor an index of one, has the name now.
    fn is_free(&self, owner: &Name, name: &str) -> bool {
        let is_it = |other: &String| other.eq_ignore_ascii_case(name);
        self.state.schema().tables.values().filter(|table| table.name != *owner).all(|table| {
            !is_it(&table.name.name) && !table.indexes.keys().any(is_it) && !table.uniques.keys().any(is_it)
        })
    }

    /// Whether rows of another table may be filled from the column before it goes.
    fn is_read_later(&self, at: usize, table: &Name, column: &str) -> bool {
        self.operations[..at].iter().zip(&self.done).any(|(operation, done)| {
            let (other, fill, using) = match operation {
                Operation::AddColumn { table, fill, .. } => (table, fill.as_ref(), None),
                Operation::AlterColumn { table, fill, using, .. } => (table, fill.as_ref(), using.as_ref()),
                _ => return false,
            };
            !done
                && other != table
                && fill.into_iter().chain(using).any(|sql| super::lexer::mentions(sql.any(), column))
        })
    }
}

fn refused(operation: &Operation, what: &str, help: &str) -> Unsupported {
    Unsupported {
        target: Target::Sqlite,
        table: operation.table().cloned(),
        item: None,
        subject: operation.owner().name().to_string(),
        what: what.to_owned(),
        help: help.to_owned(),
    }
}

/// SQLite says that a table is in the way of its own name in other letters.
fn rename_table(from: &str, to: &str) -> Vec<String> {
    let rename =
        |from: &str, to: &str| format!("ALTER TABLE {} RENAME TO {}", Sqlite.quote(from), Sqlite.quote(to));
    if from.eq_ignore_ascii_case(to) {
        let between = rebuild::temporary(to);
        return vec![rename(from, &between), rename(&between, to)];
    }
    vec![rename(from, to)]
}
