//! Keys and indexes.

use super::super::normalize::PRIMARY;
use super::super::types;
use super::{Cells, Reading};
use crate::schema::{Index, IndexKey, IndexPart, Name, PrimaryKey};

impl Reading {
    /// One key of an index; the rows of an index follow each other in order.
    pub(super) fn index_part(&mut self, mut cells: Cells<'_>) {
        let target = self.target;
        let Reading { found, left_out, .. } = self;
        let Some(table) = found.schema.tables.get_mut(&Name::new(cells.text())) else { return };
        let name = cells.text().to_owned();
        let unique = cells.flag();
        let method = cells.text().to_ascii_lowercase();
        let (column, expression) = (cells.optional(), cells.optional());
        let descending = cells.flag();
        // A spatial index has a length of its own.
        let is_prefix = cells.optional().is_some() && types::is_tree_method(&method);
        let mut note = |what: &str| found.unexpressed.push(format!("{what} {name} on {}", table.name));
        if !cells.text().is_empty() {
            note("comment of index");
        }
        if cells.flag() {
            note("hidden index");
        }
        if name == PRIMARY {
            if is_prefix {
                note("length of a key of");
            }
            let key = table.primary_key.get_or_insert_with(|| PrimaryKey { name, ..PrimaryKey::default() });
            key.columns.extend(column.map(str::to_owned));
            return;
        }
        if is_prefix {
            note("index over the first characters");
            left_out.insert((table.name.clone(), name.clone()));
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
        index.parts.push(IndexPart { descending, ..IndexPart::new(key) });
    }

    /// Takes away indexes that a schema would say wrong: nothing then drops them, or makes them again as
    /// others than they were.
    pub(super) fn leave_out_indexes(&mut self) {
        for (table, index) in std::mem::take(&mut self.left_out) {
            if let Some(table) = self.found.schema.tables.get_mut(&table) {
                table.indexes.remove(&index);
            }
        }
    }
}
