//! Indexes and exclusion constraints.

use std::collections::BTreeMap;

use super::columns::cleaned;
use super::constraints::deferrable;
use super::{Cells, Reading};
use crate::dialect::Dialect as _;
use crate::dialect::postgres::Postgres;
use crate::schema::{Exclusion, ExclusionPart, Index, IndexKey, IndexPart, Nulls, Sql};

impl Reading {
    /// One key or included column of an index; the rows of an index follow each other in order.
    pub(super) fn index_part(&mut self, mut cells: Cells<'_>) {
        let Some((table, unexpressed)) = self.table_of(&mut cells) else { return };
        let name = cells.text().to_owned();
        let unique = cells.flag();
        let method: Option<Sql> = Some(cells.text()).filter(|method| *method != "btree").map(Into::into);
        let is_key = cells.flag();
        let (column, expression) = (cells.optional(), cells.optional());
        let (descending, nulls_first) = (cells.flag(), cells.flag());
        let predicate = cells.optional().map(|text| cleaned(text).into());
        if !cells.flag() {
            unexpressed.push(format!("invalid index {name} on {}", table.name));
            return;
        }
        let nulls_not_distinct = cells.flag();
        let parameters = pairs(cells.list());
        let operator_class = operator_class(&mut cells);
        let collation = cells.optional().map(str::to_owned);
        let part = IndexPart {
            key: match (column, expression) {
                (Some(column), _) => IndexKey::Column(column.to_owned()),
                (None, text) => IndexKey::Expression(cleaned(text.unwrap_or_default()).into()),
            },
            collation,
            operator_class,
            descending,
            length: None,
            nulls: match (descending, nulls_first) {
                (false, true) => Some(Nulls::First),
                (true, false) => Some(Nulls::Last),
                (false, false) | (true, true) => None,
            },
        };
        if cells.flag() {
            if !parameters.is_empty() {
                unexpressed.push(format!("storage parameters of constraint {name} on {}", table.name));
            }
            let deferrable = deferrable(&mut cells);
            let exclusion =
                Exclusion { name: name.clone(), parts: Vec::new(), method, predicate, deferrable };
            let exclusion = table.exclusions.entry(name).or_insert(exclusion);
            exclusion.parts.extend(
                cells.optional().map(|operator| ExclusionPart { part, operator: operator.to_owned() }),
            );
            return;
        }
        let index = table.indexes.entry(name.clone()).or_insert_with(|| Index {
            name,
            parts: Vec::new(),
            unique,
            nulls_not_distinct,
            predicate,
            method,
            include: Vec::new(),
            parameters,
        });
        match is_key {
            true => index.parts.push(part),
            false => index.include.extend(column.map(str::to_owned)),
        }
    }
}

/// `name=value` each.
fn pairs(options: Vec<String>) -> BTreeMap<String, String> {
    let pair =
        |option: &String| option.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    options.iter().filter_map(pair).collect()
}

/// Name, schema when the path does not find it, and parameters; three cells.
fn operator_class(cells: &mut Cells<'_>) -> Option<String> {
    let (name, schema, parameters) = (cells.optional(), cells.optional(), pairs(cells.list()));
    let mut text = match schema {
        Some(schema) => format!("{}.{}", Postgres.quote(schema), Postgres.quote(name?)),
        None => name?.to_owned(),
    };
    if !parameters.is_empty() {
        let parameters: Vec<String> = parameters
            .iter()
            .map(|(name, value)| format!("{name}={}", Postgres.quote_literal(value)))
            .collect();
        text.push_str(&format!("({})", parameters.join(", ")));
    }
    Some(text)
}
