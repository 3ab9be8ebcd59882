//! What the migrations lead to: the schema of every module, without a database.

mod order;

use std::collections::{BTreeMap, HashMap, HashSet};

use strobila::operation::{Applier, Operation, Refusal};
use strobila::schema::{Name, Schema, Tables};
use strobila::{Migration, Module};

pub(crate) use order::without;
pub use order::{Entry, sorted};

/// The migrations of one module.
#[derive(Debug, Clone, Copy)]
pub struct Chain<'a> {
    /// The module.
    pub module: &'a str,
    /// Its migrations, parents first.
    pub migrations: &'a [&'a Migration<'a>],
}

impl<'a> From<&'a Module> for Chain<'a> {
    fn from(module: &'a Module) -> Self {
        Chain { module: module.name, migrations: module.migrations.list }
    }
}

impl Chain<'_> {
    /// The migration that the next one follows: the last of the line of parents.
    pub fn head(&self) -> Option<&str> {
        strobila::__private::head(self.migrations)
    }
}

/// What the migrations of one module lead to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// Its tables and enums.
    pub schema: Schema,
    /// Its last migration.
    pub head: Option<String>,
}

/// Why the migrations lead nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// A line of OPERATIONS is no operation.
    #[error(
        "{module}/{migration}: operation {line} of OPERATIONS cannot be read: {reason}; restore the file from version control"
    )]
    Unreadable {
        /// The module.
        module: String,
        /// The migration.
        migration: String,
        /// The line among those of OPERATIONS that are not blank, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// An operation cannot run on what those before it led to.
    #[error("{module}/{migration}: operation {line} of OPERATIONS does not fit what came before: {refusal}")]
    Refused {
        /// The module.
        module: String,
        /// The migration.
        migration: String,
        /// The line among those of OPERATIONS that are not blank, from 1.
        line: usize,
        /// The operation, and why it cannot run.
        refusal: Refusal,
    },
    /// A parent or a requirement is not there.
    #[error(
        "{module}/{migration} needs {missing}, which is not among the migrations; restore its file, or delete {migration}.rs and run db:generate"
    )]
    Missing {
        /// The module.
        module: String,
        /// The migration.
        migration: String,
        /// Module and name of what it needs.
        missing: String,
    },
    /// Migrations wait for each other.
    #[error("these migrations wait for each other: {}; mend their `.after` and `.requires`", .0.join(", "))]
    Circle(Vec<String>),
}

/// Runs the operations of all modules on one schema, in the order of `.after` and `.requires`, and
/// splits what comes out by the modules that own it.
///
/// A table that one module releases and another adopts belongs to the second; a rename that touches
/// another module's foreign key or column is seen there. Takes time by the number of operations.
///
/// # Errors
/// The first [`FoldError`].
pub fn fold_all(chains: &[Chain<'_>]) -> Result<BTreeMap<String, Folded>, FoldError> {
    fold_beside(chains, Tables::default())
}

/// As [`fold_all`]; tables that come out just as one of `shared` are shared with it as soon as they are
/// made, so that memory holds them once.
///
/// # Errors
/// The first [`FoldError`].
pub fn fold_beside(chains: &[Chain<'_>], shared: Tables) -> Result<BTreeMap<String, Folded>, FoldError> {
    let mut fold = Fold { applier: Applier::sharing(shared), ..Fold::default() };
    for entry in order::sorted(chains)? {
        fold.run(entry.module, entry.migration)?;
    }
    let heads = chains.iter().map(|chain| (chain.module, chain.head()));
    Ok(fold.split(heads))
}

/// What some of the migrations lead to, those that `is_in` names by module and name, in the order in which
/// all of them run: what a database holds to which just these are applied.
///
/// # Errors
/// The first [`FoldError`].
pub fn fold_only(
    chains: &[Chain<'_>],
    is_in: impl Fn(&str, &str) -> bool,
) -> Result<BTreeMap<String, Folded>, FoldError> {
    let mut fold = Fold::default();
    let mut heads: BTreeMap<&str, Option<&str>> = chains.iter().map(|chain| (chain.module, None)).collect();
    for entry in order::sorted(chains)?.iter().filter(|entry| is_in(entry.module, entry.migration.name)) {
        fold.run(entry.module, entry.migration)?;
        heads.insert(entry.module, Some(entry.migration.name));
    }
    Ok(fold.split(heads))
}

/// The fold with new migrations behind it, in the order in which they run: what [`fold_all`] says of all
/// of them together, without reading the old ones again.
///
/// # Errors
/// The first [`FoldError`].
pub fn fold_on(
    folded: &BTreeMap<String, Folded>,
    new: &[(&str, Migration<'_>)],
) -> Result<BTreeMap<String, Folded>, FoldError> {
    let mut fold = Fold::behind(folded);
    let mut heads: BTreeMap<&str, Option<&str>> =
        folded.iter().map(|(module, folded)| (module.as_str(), folded.head.as_deref())).collect();
    for (module, migration) in new {
        fold.run(module, migration)?;
        heads.insert(module, Some(migration.name));
    }
    Ok(fold.split(heads))
}

/// The fold of `module` as it was when `head` was its last migration; none when `head` is not in its
/// line of parents. Migrations of others that came after count as far as they need nothing later.
///
/// # Errors
/// The first [`FoldError`].
pub fn fold_until(
    chains: &[Chain<'_>],
    module: &str,
    head: Option<&str>,
) -> Result<Option<Folded>, FoldError> {
    let Some(chain) = chains.iter().find(|chain| chain.module == module) else { return Ok(None) };
    let parents: HashMap<&str, Option<&str>> =
        chain.migrations.iter().map(|migration| (migration.name, migration.after)).collect();
    let mut kept = HashSet::new();
    let mut at = head;
    while let Some(name) = at {
        let Some(parent) = parents.get(name) else { return Ok(None) };
        if !kept.insert(name) {
            return Err(FoldError::Circle(vec![format!("{module}/{name}")]));
        }
        at = *parent;
    }
    let order = order::sorted(chains)?;
    let remaining = without(&order, |entry| entry.module == module && !kept.contains(entry.migration.name));
    let lists: BTreeMap<&str, Vec<&Migration<'_>>> = chains
        .iter()
        .map(|chain| (chain.module, remaining.get(chain.module).cloned().unwrap_or_default()))
        .collect();
    let chains: Vec<Chain<'_>> =
        lists.iter().map(|(module, migrations)| Chain { module, migrations }).collect();
    Ok(fold_all(&chains)?.remove(module))
}

/// Reads the operations of a migration.
///
/// # Errors
/// [`FoldError::Unreadable`]
pub fn operations(module: &str, migration: &Migration<'_>) -> Result<Vec<Operation>, FoldError> {
    each_operation(module, migration).collect()
}

/// One after the other, since the first migration of a large module holds all of its tables.
fn each_operation(
    module: &str,
    migration: &Migration<'_>,
) -> impl Iterator<Item = Result<Operation, FoldError>> {
    let lines = migration.operations.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.enumerate().map(|(at, line)| {
        serde_json::from_str(line).map_err(|error| FoldError::Unreadable {
            module: module.to_owned(),
            migration: migration.name.to_owned(),
            line: at + 1,
            reason: error.to_string(),
        })
    })
}

/// The schema of all modules so far, and whose each part is.
#[derive(Default)]
struct Fold<'a> {
    applier: Applier,
    tables: HashMap<Name, &'a str>,
    enums: HashMap<Name, &'a str>,
}

impl<'a> Fold<'a> {
    /// Begins where another fold ended.
    fn behind(folded: &'a BTreeMap<String, Folded>) -> Self {
        let mut schema = Schema::default();
        let mut fold = Fold::default();
        for (module, Folded { schema: part, .. }) in folded {
            fold.tables.extend(part.tables.keys().map(|name| (name.clone(), module.as_str())));
            fold.enums.extend(part.enums.keys().map(|name| (name.clone(), module.as_str())));
            schema.merge(part.clone());
        }
        Fold { applier: Applier::new(schema), ..fold }
    }

    /// Gives each module what it owns, and its head.
    fn split<'h>(
        self,
        heads: impl IntoIterator<Item = (&'h str, Option<&'h str>)>,
    ) -> BTreeMap<String, Folded> {
        let heads = heads.into_iter().map(|(module, head)| {
            (module.to_owned(), Folded { schema: Schema::default(), head: head.map(str::to_owned) })
        });
        let mut modules: BTreeMap<String, Folded> = heads.collect();
        let schema = self.applier.into_schema();
        for (name, table) in schema.tables {
            if let Some(module) = self.tables.get(&name).and_then(|owner| modules.get_mut(*owner)) {
                module.schema.tables.insert(name, table);
            }
        }
        for (name, item) in schema.enums {
            if let Some(module) = self.enums.get(&name).and_then(|owner| modules.get_mut(*owner)) {
                module.schema.enums.insert(name, item);
            }
        }
        modules
    }

    fn run(&mut self, module: &'a str, migration: &Migration<'_>) -> Result<(), FoldError> {
        for (at, operation) in each_operation(module, migration).enumerate() {
            let operation = operation?;
            self.own(module, &operation);
            let refused = |refusal| FoldError::Refused {
                module: module.to_owned(),
                migration: migration.name.to_owned(),
                line: at + 1,
                refusal,
            };
            self.applier.run(operation).map_err(refused)?;
        }
        Ok(())
    }

    fn own(&mut self, module: &'a str, operation: &Operation) {
        match operation {
            Operation::CreateTable { table } | Operation::AdoptTable { table, .. } => {
                self.tables.insert(table.name.clone(), module);
            }
            Operation::DropTable { table } | Operation::ReleaseTable { table, .. } => {
                self.tables.remove(&table.name);
            }
            Operation::RenameTable { from, to } => rename(&mut self.tables, from, to),
            Operation::CreateEnum { item } | Operation::AdoptEnum { item, .. } => {
                self.enums.insert(item.name.clone(), module);
            }
            Operation::DropEnum { item } | Operation::ReleaseEnum { item, .. } => {
                self.enums.remove(&item.name);
            }
            Operation::RenameEnum { from, to } => rename(&mut self.enums, from, to),
            Operation::RenameEnumValue { .. }
            | Operation::RenameColumn { .. }
            | Operation::DropForeignKey { .. }
            | Operation::DropCheck { .. }
            | Operation::DropIndex { .. }
            | Operation::DropUnique { .. }
            | Operation::DropExclusion { .. }
            | Operation::DropPrimaryKey { .. }
            | Operation::RenameIndex { .. }
            | Operation::RenameConstraint { .. }
            | Operation::AddEnumValue { .. }
            | Operation::ReplaceEnum { .. }
            | Operation::AddColumn { .. }
            | Operation::AlterColumn { .. }
            | Operation::AddPrimaryKey { .. }
            | Operation::AddUnique { .. }
            | Operation::AddExclusion { .. }
            | Operation::AddIndex { .. }
            | Operation::AddCheck { .. }
            | Operation::AddForeignKey { .. }
            | Operation::SetTableComment { .. }
            | Operation::SetTableOptions { .. }
            | Operation::DropColumn { .. } => {}
        }
    }
}

fn rename(owners: &mut HashMap<Name, &str>, from: &Name, to: &Name) {
    if let Some(owner) = owners.remove(from) {
        owners.insert(to.clone(), owner);
    }
}

#[cfg(test)]
mod tests;
