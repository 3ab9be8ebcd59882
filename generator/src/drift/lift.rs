//! What was changed in a database, said of the portable schema that its migrations lead to.

use std::collections::BTreeMap;

use strobila::Target;
use strobila::dialect::{Dialect, Session};
use strobila::operation::{Applier, Operation};
use strobila::schema::{
    Column, DefaultValue, Enum, Index, IndexKey, Name, Schema, Sql, Table, Type, primary_key_name,
};

use super::{Drift, DriftError, between, checked};
use crate::diff::Renames;
use crate::live::{keep_unsaid, settle};
use crate::tree;

/// A change that migrations and models have no words for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaid {
    /// The change, as a tree or in a phrase.
    pub change: String,
    /// Why it cannot be said.
    pub reason: String,
}

impl Drift {
    /// The portable schema with what was changed in the database, so that a migration can lead there. `made` is
    /// what the migrations make, `is_only` whether files are written for this database alone.
    ///
    /// The answer is tried: normalised, it must be what is live.
    ///
    /// # Errors
    /// A server that fails.
    pub async fn lift(
        &self,
        session: &mut dyn Session,
        made: &Schema,
        is_only: bool,
    ) -> Result<Result<Schema, Vec<Unsaid>>, DriftError> {
        let dialect = session.dialect();
        let voice = Voice { dialect, is_only };
        let mut applier = Applier::new(made.clone());
        let mut unsaid = Vec::new();
        for operation in &self.plan.operations {
            let told = |reason: String| Unsaid { change: operation.to_string(), reason };
            match voice.portable(operation, applier.schema(), &self.plan.operations) {
                Ok(said) => {
                    for refusal in said.iter().filter_map(|said| applier.apply(said).err()) {
                        unsaid.push(told(refusal.reason));
                    }
                }
                Err(reason) => unsaid.push(told(reason)),
            }
        }
        if !unsaid.is_empty() {
            return Ok(Err(unsaid));
        }
        let lifted = applier.into_schema();
        let left = self.left(session, &lifted).await?;
        Ok(if left.is_empty() { Ok(lifted) } else { Err(left) })
    }

    /// What is live and not yet said.
    async fn left(&self, session: &mut dyn Session, lifted: &Schema) -> Result<Vec<Unsaid>, DriftError> {
        let dialect = session.dialect();
        let live = &self.plan.next;
        let mut said = dialect.normalize(lifted).map_err(DriftError::Unsupported)?;
        let none = Renames::default();
        keep_unsaid(dialect, live, &mut said, &none);
        let mut both = Applier::new(said.clone());
        for operation in &self.ignored_operations {
            let reason = "it leans on what `drift.ignore` takes".to_owned();
            if let Err(refusal) = both.apply(operation) {
                return Ok(vec![Unsaid { change: refusal.operation, reason }]);
            }
        }
        let said = both.into_schema();
        let live = settle(session, live, &said).await?;
        let plan = between(dialect, &said, &live, &none);
        if plan.operations.is_empty() {
            return Ok(Vec::new());
        }
        let reason = "models have no words for it".to_owned();
        Ok(vec![Unsaid { change: tree::change_tree(&plan.operations).trim_end().to_owned(), reason }])
    }
}

/// How an operation of one database is said of portable schemas.
struct Voice {
    dialect: &'static dyn Dialect,
    is_only: bool,
}

impl Voice {
    /// The operation in portable words; nothing where it follows from another one.
    fn portable(
        &self,
        operation: &Operation,
        schema: &Schema,
        all: &[Operation],
    ) -> Result<Vec<Operation>, String> {
        let of = |name: &Name| schema.tables.get(name);
        let mut said = operation.clone();
        match &mut said {
            Operation::AddColumn { table, column, fill, place } => {
                self.column(column);
                // What is there has its values; other databases get the default, or are asked.
                (*fill, *place) = (None, None);
                if let (Some(identity), Some(_)) = (&mut column.identity, of(table)) {
                    identity.sequence.name = None;
                }
            }
            Operation::AlterColumn { table, from, to, .. } => return self.changed(schema, table, from, to),
            Operation::DropIndex { table, index } => {
                if let Some(said) = of(table).and_then(|table| index_dropped(table, index, all)) {
                    return Ok(said);
                }
            }
            Operation::AddIndex { table, index } => {
                if of(table).is_some_and(|table| is_of_key(all, table, index)) {
                    return Ok(Vec::new());
                }
                self.index(index);
            }
            Operation::DropPrimaryKey { table, primary_key } => {
                if let Some(key) = of(table).and_then(|table| table.primary_key.clone()) {
                    *primary_key = key;
                }
            }
            Operation::AddPrimaryKey { table, primary_key } if primary_key.name == "PRIMARY" => {
                primary_key.name = primary_key_name(&table.name);
            }
            Operation::DropCheck { table, check } => {
                if let Some(said) = of(table).and_then(|table| checked::dropped(table, check, all)) {
                    return Ok(said);
                }
            }
            Operation::AddCheck { table, check } => {
                if let Some(said) = of(table).and_then(|table| checked::added(table, check, schema)) {
                    return Ok(said);
                }
                self.sql(&mut check.expression);
            }
            Operation::AddExclusion { exclusion, .. } => {
                exclusion.predicate.iter_mut().chain(&mut exclusion.method).for_each(|sql| self.sql(sql));
                for part in &mut exclusion.parts {
                    if let IndexKey::Expression(sql) = &mut part.part.key {
                        self.sql(sql);
                    }
                }
            }
            Operation::SetTableOptions { .. } => return Err("models have no words for it".to_owned()),
            Operation::CreateTable { .. }
            | Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. } => return Err("no migration made the table".to_owned()),
            Operation::RenameEnum { .. }
            | Operation::RenameEnumValue { .. }
            | Operation::RenameTable { .. }
            | Operation::RenameColumn { .. }
            | Operation::DropForeignKey { .. }
            | Operation::DropUnique { .. }
            | Operation::DropExclusion { .. }
            | Operation::RenameIndex { .. }
            | Operation::RenameConstraint { .. }
            | Operation::CreateEnum { .. }
            | Operation::AddEnumValue { .. }
            | Operation::ReplaceEnum { .. }
            | Operation::AddPrimaryKey { .. }
            | Operation::AddUnique { .. }
            | Operation::AddForeignKey { .. }
            | Operation::SetTableComment { .. }
            | Operation::DropColumn { .. }
            | Operation::DropTable { .. }
            | Operation::DropEnum { .. } => {}
        }
        Ok(vec![said])
    }

    /// The change of a column, with that of its enum.
    fn changed(
        &self,
        schema: &Schema,
        table: &Name,
        from: &Column,
        to: &Column,
    ) -> Result<Vec<Operation>, String> {
        let old = schema.tables.get(table).and_then(|table| table.column(&from.name));
        let old = old.ok_or_else(|| format!("models know no column {} there", from.name))?.clone();
        let mut new = old.clone();
        patch(&mut new, from, to);
        self.column(&mut new);
        restore(&mut new, &old, from, to);
        let values = self.values(schema, &old, to);
        if values.is_some() {
            new.ty.clone_from(&old.ty);
        }
        let is_more = new != old;
        let said =
            Operation::AlterColumn { table: table.clone(), from: old, to: new, fill: None, using: None };
        Ok(match values {
            Some(values) => values.into_iter().chain(is_more.then_some(said)).collect(),
            None => vec![said],
        })
    }

    /// The change of an enum whose values a database keeps in the type of each column, once for all columns;
    /// none where the column is of no such enum any more.
    fn values(&self, schema: &Schema, old: &Column, to: &Column) -> Option<Option<Operation>> {
        let from = schema.enums.get(old.ty.enum_name()?)?;
        let values = self.dialect.enum_values(&to.ty)?;
        let to = Enum { values, ..from.clone() };
        Some((to != *from).then(|| Operation::ReplaceEnum { from: from.clone(), to }))
    }

    fn column(&self, column: &mut Column) {
        column.declared = None;
        column.options.clear();
        if let Type::Custom(sql) = &mut column.ty {
            self.sql(sql);
        }
        if let Some(DefaultValue::Sql { sql }) = &mut column.default {
            self.sql(sql);
        }
        if let Some(generated) = &mut column.generated {
            self.sql(&mut generated.expression);
        }
    }

    fn index(&self, index: &mut Index) {
        index.predicate.iter_mut().chain(&mut index.method).for_each(|sql| self.sql(sql));
        for part in &mut index.parts {
            if let IndexKey::Expression(sql) = &mut part.key {
                self.sql(sql);
            }
        }
    }

    /// A text that the server printed is this database's own: another may read it otherwise. `now()` and
    /// `uuid()` are understood everywhere.
    fn sql(&self, sql: &mut Sql) {
        let Sql::Same(text) = &*sql else { return };
        let target = self.dialect.target();
        let is_standard = match target {
            Target::Postgres | Target::Sqlite => true,
            Target::Mysql | Target::Mariadb => false,
        };
        if matches!(text.as_str(), "now()" | "uuid()") || (self.is_only && is_standard) {
            return;
        }
        *sql = Sql::PerTarget(BTreeMap::from([(target, text.clone())]));
    }
}

/// What an index that went means, where models do not call it one.
fn index_dropped(table: &Table, index: &Index, all: &[Operation]) -> Option<Vec<Operation>> {
    if table.indexes.contains_key(&index.name) {
        return None;
    }
    if let Some(unique) = table.uniques.get(&index.name) {
        let (table, unique) = (table.name.clone(), unique.clone());
        return Some(vec![Operation::DropUnique { table, unique }]);
    }
    // The index that a foreign key makes by itself goes with it.
    is_of_key(all, table, index).then(Vec::new)
}

/// Whether an index is one that the database makes for a foreign key of the same name.
fn is_of_key(all: &[Operation], table: &Table, index: &Index) -> bool {
    let comes_or_goes = all.iter().any(|operation| match operation {
        Operation::AddForeignKey { table: of, foreign_key }
        | Operation::DropForeignKey { table: of, foreign_key } => {
            *of == table.name && foreign_key.name == index.name
        }
        _ => false,
    });
    !table.indexes.contains_key(&index.name)
        && (comes_or_goes || table.foreign_keys.contains_key(&index.name))
}

/// Gives a column what differs between two others.
fn patch(column: &mut Column, from: &Column, to: &Column) {
    column.name.clone_from(&to.name);
    if from.ty != to.ty {
        column.ty = to.ty.clone();
    }
    if from.nullable != to.nullable {
        column.nullable = to.nullable;
    }
    if from.default != to.default {
        column.default.clone_from(&to.default);
    }
    if from.identity != to.identity {
        column.identity.clone_from(&to.identity);
    }
    if from.generated != to.generated {
        column.generated.clone_from(&to.generated);
    }
    if from.collation != to.collation {
        column.collation.clone_from(&to.collation);
    }
    if from.comment != to.comment {
        column.comment.clone_from(&to.comment);
    }
}

/// Gives a column the texts back that nobody changed.
fn restore(column: &mut Column, old: &Column, from: &Column, to: &Column) {
    if from.ty == to.ty {
        column.ty.clone_from(&old.ty);
    }
    if from.default == to.default {
        column.default.clone_from(&old.default);
    }
    if from.generated == to.generated {
        column.generated.clone_from(&old.generated);
    }
}
