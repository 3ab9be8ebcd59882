//! What stands in the way when a column changes: dropped before, added again after.

use std::collections::{BTreeMap, BTreeSet};

use super::{add_constraint, alter, column, drop_constraint, quote, table};
use crate::Target;
use crate::dialect::postgres::expression::mentions;
use crate::operation::Operation;
use crate::schema::{Check, Column, ForeignKey, Index, Name, PrimaryKey, Schema, Sql, Table, Unique};

/// Computed columns that are dropped and come back later in the plan, or never.
pub(super) type Absent = BTreeSet<(Name, String)>;

/// Columns by table.
type Columns<'a> = BTreeMap<&'a Name, BTreeSet<&'a str>>;

/// Things that are dropped and added again. Only what is computed is among them, never a value.
#[derive(Default)]
pub(super) struct Dependents<'a> {
    foreign_keys: Vec<(&'a Name, &'a ForeignKey)>,
    checks: Vec<(&'a Name, &'a Check)>,
    indexes: Vec<(&'a Name, &'a Index)>,
    uniques: Vec<(&'a Name, &'a Unique)>,
    primary_keys: Vec<(&'a Name, &'a PrimaryKey)>,
    generated: Vec<(&'a Name, &'a Column)>,
}

impl<'a> Dependents<'a> {
    /// What keeps the columns of an enum from changing their type.
    ///
    /// The server makes plain indexes, uniques and keys again by itself. It reads predicates and checks
    /// back from text in which constants carry the old type, and compares keys across two types.
    pub(super) fn of_enum(schema: &'a Schema, name: &Name) -> Self {
        let mut altered = Columns::new();
        let mut dropped = Columns::new();
        for table in schema.tables.values() {
            let of_it = table.columns.iter().filter(|column| column.ty.enum_name() == Some(name));
            let of_it: BTreeSet<&str> = of_it.map(|column| column.name.as_str()).collect();
            let computed = computed_from(table, |sql| {
                of_it.iter().any(|column| says(sql, column)) || says(sql, &name.name)
            });
            let computed: BTreeSet<&str> = computed
                .chain(
                    table.columns.iter().filter(|c| c.generated.is_some() && c.ty.enum_name() == Some(name)),
                )
                .map(|column| column.name.as_str())
                .collect();
            dropped.insert(&table.name, computed);
            altered.insert(&table.name, of_it);
        }
        let mut found = Self::collect(schema, &altered, &dropped);
        // A cast to the enum in an expression that names no column of it.
        for table in schema.tables.values() {
            let known: BTreeSet<&str> = found.checks.iter().map(|(_, check)| check.name.as_str()).collect();
            let casts = table.checks.values().filter(|check| says(&check.expression, &name.name));
            let casts: Vec<_> = casts.filter(|check| !known.contains(check.name.as_str())).collect();
            found.checks.extend(casts.into_iter().map(|check| (&table.name, check)));
            let known: BTreeSet<&str> = found.indexes.iter().map(|(_, index)| index.name.as_str()).collect();
            let casts =
                table.indexes.values().filter(|index| index.expressions().any(|sql| says(sql, &name.name)));
            let casts: Vec<_> = casts.filter(|index| !known.contains(index.name.as_str())).collect();
            found.indexes.extend(casts.into_iter().map(|index| (&table.name, index)));
        }
        found
    }

    /// What is computed from a column whose type changes, with all that uses it.
    pub(super) fn of_type_change(schema: &'a Schema, table: &'a Name, column: &str) -> Self {
        let computed = schema.tables.get(table).into_iter().flat_map(|table| {
            computed_from(table, |sql| says(sql, column)).map(|column| column.name.as_str())
        });
        let dropped = Columns::from([(table, computed.collect())]);
        Self::collect(schema, &Columns::new(), &dropped)
    }

    /// A column that is dropped and added again, with all that uses it.
    pub(super) fn of_computed(schema: &'a Schema, table: &'a Name, column: &'a str) -> Self {
        let dropped = Columns::from([(table, BTreeSet::from([column]))]);
        Self::collect(schema, &Columns::new(), &dropped)
    }

    /// Without what uses a column that is not there now.
    pub(super) fn without(mut self, absent: &Absent) -> Self {
        let is_gone = |table: &Name, column: &str| absent.contains(&(table.clone(), column.to_owned()));
        let any = |table: &Name, columns: &[String]| columns.iter().any(|column| is_gone(table, column));
        let says_any =
            |table: &Name, sql: &Sql| absent.iter().any(|(of, name)| of == table && says(sql, name));
        self.generated.retain(|(table, column)| !is_gone(table, &column.name));
        self.primary_keys.retain(|(table, key)| !any(table, &key.columns));
        self.uniques.retain(|(table, unique)| !any(table, &unique.columns));
        self.checks.retain(|(table, check)| !says_any(table, &check.expression));
        self.indexes.retain(|(table, index)| {
            !index.columns().any(|column| is_gone(table, column))
                && !any(table, &index.include)
                && !index.expressions().any(|sql| says_any(table, sql))
        });
        self.foreign_keys
            .retain(|(table, key)| !any(table, &key.columns) && !any(&key.references, &key.target));
        self
    }

    /// The computed columns that an operation yet to come computes anew or drops: with the old expression
    /// they might not even fit what they are computed from.
    pub(super) fn postponed(&self, later: &[Operation]) -> Absent {
        let comes_later = |of: &Name, name: &str| {
            later.iter().any(|operation| match operation {
                Operation::AlterColumn { table, from, to, .. } => {
                    table == of && from.name == name && to.generated.is_some() && from != to
                }
                Operation::DropColumn { table, column } => table == of && column.name == name,
                _ => false,
            })
        };
        let columns = self.generated.iter().filter(|(table, column)| comes_later(table, &column.name));
        columns.map(|(table, column)| ((*table).clone(), column.name.clone())).collect()
    }

    /// Adds a computed column again as `to` says.
    pub(super) fn change(mut self, to: &'a Column) -> Self {
        for (_, column) in &mut self.generated {
            if column.name == to.name {
                *column = to;
            }
        }
        self
    }

    fn collect(schema: &'a Schema, altered: &Columns<'a>, dropped: &Columns<'a>) -> Self {
        let mut found = Dependents::default();
        let has = |set: &Columns<'_>, table: &Name, column: &str| {
            set.get(table).is_some_and(|columns| columns.contains(column))
        };
        let any = |table: &Name, columns: &[String]| {
            columns.iter().any(|column| has(altered, table, column) || has(dropped, table, column))
        };
        for table in schema.tables.values() {
            let name = &table.name;
            let goes = |columns: &[String]| columns.iter().any(|column| has(dropped, name, column));
            let says_any = |sql: &Sql| {
                let columns = table.columns.iter().map(|column| column.name.as_str());
                columns
                    .filter(|column| has(altered, name, column) || has(dropped, name, column))
                    .any(|column| says(sql, column))
            };
            let key = table.primary_key.iter().filter(|key| goes(&key.columns));
            found.primary_keys.extend(key.map(|key| (name, key)));
            let uniques = table.uniques.values().filter(|unique| goes(&unique.columns));
            found.uniques.extend(uniques.map(|unique| (name, unique)));
            let indexes = table.indexes.values().filter(|index| {
                index.expressions().any(says_any)
                    || goes(&index.include)
                    || index.columns().any(|column| has(dropped, name, column))
            });
            found.indexes.extend(indexes.map(|index| (name, index)));
            let checks = table.checks.values().filter(|check| says_any(&check.expression));
            found.checks.extend(checks.map(|check| (name, check)));
            let keys = table.foreign_keys.values();
            let keys = keys.filter(|key| any(name, &key.columns) || any(&key.references, &key.target));
            found.foreign_keys.extend(keys.map(|key| (name, key)));
            let columns = table.columns.iter().filter(|column| has(dropped, name, &column.name));
            found.generated.extend(columns.map(|column| (name, column)));
        }
        found
    }

    /// The statements that take everything away.
    pub(super) fn drop(&self) -> Vec<String> {
        let mut statements = Vec::new();
        statements.extend(self.foreign_keys.iter().map(|(table, key)| drop_constraint(table, &key.name)));
        statements.extend(self.checks.iter().map(|(table, check)| drop_constraint(table, &check.name)));
        statements.extend(self.indexes.iter().map(|(table, index)| table::drop_index(table, &index.name)));
        statements.extend(self.uniques.iter().map(|(table, unique)| drop_constraint(table, &unique.name)));
        statements.extend(self.primary_keys.iter().map(|(table, key)| drop_constraint(table, &key.name)));
        let columns = self.generated.iter();
        statements.extend(
            columns.map(|(table, column)| alter(table, &format!("DROP COLUMN {}", quote(&column.name)))),
        );
        statements
    }

    /// The statements that put everything back.
    pub(super) fn add(&self) -> Vec<String> {
        let mut statements = Vec::new();
        statements
            .extend(self.generated.iter().flat_map(|(table, column)| column::add(table, column, None, &[])));
        let keys = self.primary_keys.iter();
        statements.extend(keys.map(|(table, key)| add_constraint(table, &table::primary_key(key))));
        let uniques = self.uniques.iter();
        statements.extend(uniques.map(|(table, unique)| add_constraint(table, &table::unique(unique))));
        statements.extend(self.indexes.iter().map(|(table, index)| table::index(table, index)));
        let checks = self.checks.iter();
        statements.extend(checks.map(|(table, check)| add_constraint(table, &table::check(check))));
        let keys = self.foreign_keys.iter();
        statements.extend(keys.map(|(table, key)| add_constraint(table, &table::foreign_key(key))));
        statements
    }
}

fn computed_from(table: &Table, test: impl Fn(&Sql) -> bool) -> impl Iterator<Item = &Column> {
    table
        .columns
        .iter()
        .filter(move |column| column.generated.as_ref().is_some_and(|generated| test(&generated.expression)))
}

fn says(sql: &Sql, identifier: &str) -> bool {
    sql.get(Target::Postgres).is_some_and(|text| mentions(text, identifier))
}
