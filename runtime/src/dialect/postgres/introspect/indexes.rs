//! Indexes.

use super::columns::cleaned;
use super::{Cells, Reading};
use crate::schema::{Index, IndexKey, IndexPart, Nulls};

impl Reading {
    /// One key or included column of an index; the rows of an index follow each other in order.
    pub(super) fn index_part(&mut self, mut cells: Cells<'_>) {
        let Some((table, unexpressed)) = self.table_of(&mut cells) else { return };
        let name = cells.text().to_owned();
        let unique = cells.flag();
        let method = Some(cells.text()).filter(|method| *method != "btree").map(Into::into);
        let is_key = cells.flag();
        let (column, expression) = (cells.optional(), cells.optional());
        let (descending, nulls_first) = (cells.flag(), cells.flag());
        let predicate = cells.optional().map(|text| cleaned(text).into());
        let is_valid = cells.flag();
        let subject = format!("of index {name} on {}", table.name);
        if !is_valid {
            unexpressed.push(format!("invalid index {name} on {}", table.name));
            return;
        }
        if cells.flag() {
            unexpressed.push(format!("NULLS NOT DISTINCT {subject}"));
        }
        if cells.flag() {
            unexpressed.push(format!("storage parameters {subject}"));
        }
        for what in ["operator class", "collation"] {
            if let Some(item) = cells.optional() {
                unexpressed.push(format!("{what} {item} {subject}"));
            }
        }
        let index = table.indexes.entry(name.clone()).or_insert_with(|| Index {
            name,
            parts: Vec::new(),
            unique,
            predicate,
            method,
            include: Vec::new(),
        });
        match (is_key, column, expression) {
            (false, column, _) => index.include.extend(column.map(str::to_owned)),
            (true, column, expression) => {
                let key = match (column, expression) {
                    (Some(column), _) => IndexKey::Column(column.to_owned()),
                    (None, text) => IndexKey::Expression(cleaned(text.unwrap_or_default()).into()),
                };
                let nulls = match (descending, nulls_first) {
                    (false, true) => Some(Nulls::First),
                    (true, false) => Some(Nulls::Last),
                    (false, false) | (true, true) => None,
                };
                index.parts.push(IndexPart { key, descending, nulls });
            }
        }
    }
}
