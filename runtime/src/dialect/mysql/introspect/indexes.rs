//! Keys and indexes.

use super::super::normalize::PRIMARY;
use super::super::types;
use super::{Cells, Reading};
use crate::schema::{Index, IndexKey, IndexPart, Name, PrimaryKey};

impl Reading {
    /// One key of an index; the rows of an index follow each other in order.
    pub(super) fn index_part(&mut self, mut cells: Cells<'_>) {
        let target = self.target;
        let found = &mut self.found;
        let Some(table) = found.schema.tables.get_mut(&Name::new(cells.text())) else { return };
        let name = cells.text().to_owned();
        let unique = cells.flag();
        let method = cells.text().to_ascii_lowercase();
        let (column, expression) = (cells.optional(), cells.optional());
        let descending = cells.flag();
        // A spatial index has a length of its own.
        let length = cells.optional().filter(|_| types::is_tree_method(&method));
        let length = length.and_then(|length| length.parse().ok());
        let mut note = |what: &str| found.unexpressed.push(format!("{what} {name} on {}", table.name));
        if !cells.text().is_empty() {
            note("comment of index");
        }
        if cells.flag() {
            note("hidden index");
        }
        if name == PRIMARY {
            if length.is_some() {
                note("length of a key of");
            }
            let key = table.primary_key.get_or_insert_with(|| PrimaryKey { name, ..PrimaryKey::default() });
            key.columns.extend(column.map(str::to_owned));
            return;
        }
        let key = match (column, expression) {
            (Some(column), _) => IndexKey::Column(column.to_owned()),
            (None, text) => IndexKey::Expression(Reading::cleaned(target, text.unwrap_or_default()).into()),
        };
        let index = table.indexes.entry(name.clone()).or_insert_with(|| Index {
            name,
            unique,
            method: (method != "btree").then(|| method.as_str().into()),
            ..Index::default()
        });
        index.parts.push(IndexPart { descending, length, ..IndexPart::new(key) });
    }
}
