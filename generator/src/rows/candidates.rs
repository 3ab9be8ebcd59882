//! The rows that are tried for one table.

use std::collections::BTreeMap;

use strobila::dialect::Dialect;
use strobila::schema::{Check, Column, Exclusion, ForeignKey, Index, Name, Schema, Sql, Table, Type};

use super::value::{Clues, values};
use super::wishes::Wishes;

/// What was accepted so far: for each table its rows, each as column and literal.
pub(super) type Inserted = BTreeMap<Name, Vec<BTreeMap<String, String>>>;

/// The row in which NULL stands wherever it may.
const SPARSE: usize = 1;

/// The rows that are tried for one table.
pub(super) struct TableRows<'a> {
    table: &'a Table,
    inserted: &'a Inserted,
    foreign_keys: Vec<&'a ForeignKey>,
    /// Columns that get a value of their own, in order, with the values and whether other values may help.
    columns: Vec<(&'a Column, Vec<String>, bool)>,
    /// Columns that hold NULL in the sparse row.
    nullable: Vec<&'a str>,
    /// Columns that other rows are found by, or whose values a change of type or enum must fit: their
    /// default may not do.
    chosen: Vec<&'a str>,
    /// Columns that will be unique together.
    uniques: &'a [Vec<String>],
}

impl<'a> TableRows<'a> {
    pub(super) fn new(
        schema: &'a Schema,
        table: &'a Table,
        wishes: &'a Wishes,
        inserted: &'a Inserted,
        dialect: &dyn Dialect,
    ) -> Self {
        let known = |key: &&ForeignKey| key.columns.iter().all(|column| table.column(column).is_some());
        let uniques = wishes.uniques.get(&table.name).map_or(&[][..], Vec::as_slice);
        let mut keyed = keyed_columns(schema, table);
        keyed.extend(uniques.iter().flatten().map(String::as_str));
        let checks: Vec<&Check> =
            table.checks.values().chain(wishes.checks.get(&table.name).into_iter().flatten()).collect();
        let own =
            table.columns.iter().filter(|column| column.generated.is_none() && column.identity.is_none());
        let columns = own.map(|column| {
            let using = wishes.converted.get(&(table.name.clone(), column.name.clone()));
            let conversion = using.map(|using| using.any().to_owned());
            let list = wishes.lists.get(&(table.name.clone(), column.name.clone())).cloned();
            let clues = Clues { conversion, list, ..clues(&checks, &column.name) };
            let wish = wishes.types.get(&(table.name.clone(), column.name.clone()));
            let is_leaving = wishes.leaving.contains(&(table.name.clone(), column.name.clone()));
            let asked = if is_leaving { &Wishes::default() } else { wishes };
            let mut list = values(&column.ty, wish, &clues, schema, asked, dialect);
            if let Some(using) = using {
                // Those that the conversion names come first, or it would be proven on none.
                list.sort_by_key(|literal| !using.any().contains(literal.as_str()));
            }
            let varies = clues.is_checked
                || matches!(column.ty, Type::Custom(_))
                || (list.len() < 3 && keyed.contains(&column.name.as_str()));
            (column, list, varies)
        });
        let must_fit = |column: &&Column| {
            wishes.types.contains_key(&(table.name.clone(), column.name.clone()))
                || column.ty.enum_name().is_some_and(|name| wishes.enums.contains_key(name))
        };
        let fitted = table.columns.iter().filter(must_fit).map(|column| column.name.as_str());
        let chosen = keyed.iter().copied().chain(fitted).collect();
        let in_key = |name: &String| table.primary_key.as_ref().is_some_and(|key| key.columns.contains(name));
        let is_nullable = |column: &&Column| {
            let name = (table.name.clone(), column.name.clone());
            column.nullable && !in_key(&column.name) && !wishes.required.contains(&name)
        };
        TableRows {
            table,
            inserted,
            foreign_keys: table
                .foreign_keys
                .values()
                .chain(wishes.foreign_keys(&table.name).filter(known))
                .collect(),
            columns: columns.collect(),
            nullable: table.columns.iter().filter(is_nullable).map(|column| column.name.as_str()).collect(),
            chosen,
            uniques,
        }
    }

    /// Whether a row is told from every row before it by what will be unique. NULL is like nothing.
    pub(super) fn is_unique(&self, values: &[(String, String)]) -> bool {
        let rows = self.inserted.get(&self.table.name).map_or(&[][..], Vec::as_slice);
        let value = |column: &String| values.iter().find(|(name, _)| name == column).map(|(_, value)| value);
        let is_same = |row: &BTreeMap<String, String>, column: &String| match (row.get(column), value(column))
        {
            (Some(before), Some(now)) => before == now && now != "NULL",
            _ => false,
        };
        !self
            .uniques
            .iter()
            .any(|columns| rows.iter().any(|row| columns.iter().all(|column| is_same(row, column))))
    }

    /// How many sets of values there are for a row.
    pub(super) fn attempts(&self) -> usize {
        let varying = self.columns.iter().filter(|(_, _, varies)| *varies);
        let own = varying.fold(1usize, |product, (_, list, _)| product.saturating_mul(list.len().max(1)));
        // The first set leaves defaults to the database; the second gives them values.
        own.saturating_mul(2).saturating_mul(self.parents())
    }

    fn parents(&self) -> usize {
        if self.foreign_keys.is_empty() { 1 } else { super::ROWS }
    }

    /// One set of values for a row, as column and literal; none when it would point at nothing.
    pub(super) fn row(&self, row: usize, attempt: usize) -> Option<Vec<(String, String)>> {
        let leaves_defaults = row == SPARSE && attempt.is_multiple_of(2);
        let mut digits = attempt / 2;
        let shift = digits % self.parents();
        digits /= self.parents();
        let mut pointers = self.pointers(row, shift)?;
        let mut out: Vec<(String, String)> = Vec::new();
        for (column, list, varies) in &self.columns {
            let digit = if *varies {
                let digit = digits % list.len().max(1);
                digits /= list.len().max(1);
                digit
            } else {
                0
            };
            let name = column.name.as_str();
            let literal = if let Some(Pointer::Value(literal)) = pointers.get(name) {
                literal.clone()
            } else if row == SPARSE && self.nullable.contains(&name) {
                "NULL".to_owned()
            } else if leaves_defaults && column.default.is_some() && !self.chosen.contains(&name) {
                continue;
            } else {
                list.get((row + digit) % list.len().max(1))?.clone()
            };
            out.push((column.name.clone(), literal));
        }
        pointers.retain(|_, pointer| matches!(pointer, Pointer::Itself(_)));
        for (column, pointer) in pointers {
            if let Pointer::Itself(target) = pointer {
                let literal = out.iter().find(|(name, _)| name == target)?.1.clone();
                out.iter_mut().find(|(name, _)| name == column)?.1 = literal;
            }
        }
        Some(out)
    }

    /// What the foreign keys say about the values of a row.
    fn pointers(&self, row: usize, shift: usize) -> Option<BTreeMap<&'a str, Pointer<'a>>> {
        let mut out: BTreeMap<&str, Pointer> = BTreeMap::new();
        for key in &self.foreign_keys {
            let nullable: Vec<&str> = key
                .columns
                .iter()
                .map(String::as_str)
                .filter(|name| self.nullable.contains(name) && !out.contains_key(name))
                .collect();
            let parents = self.inserted.get(&key.references).map_or(&[][..], Vec::as_slice);
            let fits = |parent: &&BTreeMap<String, String>| {
                key.columns.iter().zip(&key.target).all(|(column, target)| {
                    let wanted = parent.get(target).filter(|literal| *literal != "NULL");
                    match (wanted, out.get(column.as_str())) {
                        (Some(wanted), Some(Pointer::Value(literal))) => wanted == literal,
                        (wanted, _) => wanted.is_some(),
                    }
                })
            };
            let fitting: Vec<_> = parents.iter().filter(fits).collect();
            if !nullable.is_empty() && (row == SPARSE || fitting.is_empty()) {
                out.extend(nullable.into_iter().map(|name| (name, Pointer::Value("NULL".to_owned()))));
            } else if key.references == self.table.name && (fitting.is_empty() || row == SPARSE) {
                let pairs = key.columns.iter().zip(&key.target);
                out.extend(pairs.map(|(column, target)| (column.as_str(), Pointer::Itself(target.as_str()))));
            } else {
                let parent = fitting.get((row + shift) % fitting.len().max(1))?;
                let pairs = key.columns.iter().zip(&key.target);
                out.extend(
                    pairs.map(|(column, target)| (column.as_str(), Pointer::Value(parent[target].clone()))),
                );
            }
        }
        Some(out)
    }
}

/// Where the value of a column comes from when a foreign key says it.
enum Pointer<'a> {
    Value(String),
    /// The column of the same row that a self reference points at.
    Itself(&'a str),
}

/// The columns of keys, unique indexes and what other tables point at.
fn keyed_columns<'a>(schema: &'a Schema, table: &'a Table) -> Vec<&'a str> {
    let keys = schema.tables.values().flat_map(|table| table.foreign_keys.values());
    let targets = keys.filter(|key| key.references == table.name).flat_map(|key| &key.target);
    let unique = table.indexes.values().filter(|index| index.unique);
    let indexed = unique.flat_map(Index::columns);
    let excluded = table.exclusions.values().flat_map(Exclusion::columns);
    table
        .primary_key
        .iter()
        .flat_map(|key| &key.columns)
        .chain(table.uniques.values().flat_map(|unique| &unique.columns))
        .chain(targets)
        .map(String::as_str)
        .chain(indexed)
        .chain(excluded)
        .collect()
}

fn clues(checks: &[&Check], column: &str) -> Clues {
    let mut clues = Clues::default();
    for check in checks.iter().filter(|check| check.expression.mentions(column)) {
        clues.is_checked = true;
        literals(&check.expression, &mut clues);
    }
    clues
}

/// Collects the texts and whole numbers that stand in an expression.
fn literals(expression: &Sql, clues: &mut Clues) {
    for text in expression.texts() {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first == '\'' {
                let body = &rest[1..];
                let end = body.find('\'').unwrap_or(body.len());
                clues.texts.push(body[..end].to_owned());
                rest = body.get(end + 1..).unwrap_or_default();
            } else if first.is_ascii_digit() {
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                clues.numbers.extend(rest[..end].parse::<i64>());
                rest = &rest[end..];
            } else if first.is_alphabetic() || first == '_' || first == '"' {
                let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '"';
                rest = &rest[rest.find(|c| !is_part(c)).unwrap_or(rest.len())..];
            } else {
                rest = &rest[first.len_utf8()..];
            }
        }
    }
}

#[cfg(test)]
#[path = "candidates_tests.rs"]
mod tests;
