//! Keys, indexes and checks of one model; foreign keys have a file of their own.

use super::table::{Built, empty_index};
use crate::model::Mistake;
use crate::model::places::Spot;
use crate::model::text::{CheckText, ListText, ModelText};
use crate::schema::{
    Check, Exclusion, Index, IndexPart, PrimaryKey, Sql, Unique, check_name, exclusion_name, index_name,
    primary_key_name, unique_name,
};

/// Adds everything but foreign keys, which may need the indexes.
pub(super) fn add(built: &mut Built, text: &ModelText) {
    built.add_primary_key(text);
    built.add_uniques_and_indexes(text);
    built.add_checks_and_exclusions(text);
}

impl Built {
    fn add_primary_key(&mut self, text: &ModelText) {
        let columns = text.key();
        if columns.is_empty() {
            return;
        }
        let name = text.primary_key.as_ref().and_then(|list| list.name.clone());
        let name = name.unwrap_or_else(|| primary_key_name(&text.table));
        if let Some(list) = &text.primary_key {
            for column in &list.columns {
                if self.table.column(column).is_some_and(|column| column.nullable) {
                    self.mistakes.push(Mistake {
                        place: self.place(column),
                        message: "a column of the primary key cannot hold NULL".to_owned(),
                        help: "take the `Option` off the field".to_owned(),
                    });
                }
            }
        }
        let spot = match &text.primary_key {
            Some(list) => Spot::Attribute("primary_key", list.line),
            None => Spot::Field(text.fields.iter().position(|field| field.primary_key).unwrap_or(0)),
        };
        self.note(&name, spot);
        let list = text.primary_key.as_ref();
        let include = list.map(|list| list.include.clone()).unwrap_or_default();
        let deferrable = list.and_then(|list| list.deferrable);
        self.table.primary_key = Some(PrimaryKey { name, columns, include, deferrable });
    }

    fn add_uniques_and_indexes(&mut self, text: &ModelText) {
        for (at, field) in text.fields.iter().enumerate() {
            if field.unique {
                let columns = vec![field.column().to_owned()];
                let list = ListText { columns, line: field.line, ..ListText::default() };
                self.add_unique(text, &list, Spot::Field(at));
            }
            if field.index == Some(true) {
                let parts = vec![IndexPart::column(field.column())];
                self.add_index(None, Index { parts, ..empty_index() }, Spot::Field(at));
            }
        }
        for list in &text.uniques {
            self.add_unique(text, list, Spot::Attribute("unique", list.line));
        }
        for text in &text.indexes {
            let index = Index {
                name: String::new(),
                parts: text.parts.clone(),
                unique: text.unique,
                nulls_not_distinct: text.nulls_not_distinct,
                predicate: text.predicate.clone(),
                method: text.using.clone(),
                include: text.include.clone(),
                parameters: text.parameters.clone(),
            };
            self.add_index(text.name.as_deref(), index, Spot::Attribute("index", text.line));
        }
    }

    /// A unique constraint; on a soft-deleted model an index over the rows that are not deleted.
    fn add_unique(&mut self, text: &ModelText, list: &ListText, spot: Spot) {
        let columns = list.columns.clone();
        let name = list.name.clone().unwrap_or_else(|| unique_name(&text.table, &columns));
        let (include, nulls_not_distinct) = (list.include.clone(), list.nulls_not_distinct);
        if text.soft_delete {
            if list.deferrable.is_some() {
                self.mistakes.push(Mistake {
                    place: self.place_of(spot),
                    message: "on a soft-deleted model `unique` is an index over the rows that are not \
                              deleted, which cannot be deferrable"
                        .to_owned(),
                    help: "take `deferrable` away".to_owned(),
                });
            }
            let index = Index {
                parts: columns.into_iter().map(IndexPart::column).collect(),
                unique: true,
                nulls_not_distinct,
                predicate: Some(Sql::from(format!("{} IS NULL", in_sql(text.special("deleted_at"))))),
                include,
                ..empty_index()
            };
            return self.add_index(Some(&name), index, spot);
        }
        if self.note(&name, spot) {
            let deferrable = list.deferrable;
            let unique = Unique { name: name.clone(), columns, include, nulls_not_distinct, deferrable };
            self.table.uniques.insert(name, unique);
        }
    }

    /// An index, under a name of its own or the one it would be given.
    pub(super) fn add_index(&mut self, name: Option<&str>, index: Index, spot: Spot) {
        let keys = index.parts.iter().map(IndexPart::as_column);
        let name = name.map_or_else(|| index_name(&self.table.name.name, keys), str::to_owned);
        if self.note(&name, spot) {
            self.table.indexes.insert(name.clone(), Index { name, ..index });
        }
    }

    fn add_checks_and_exclusions(&mut self, text: &ModelText) {
        for CheckText { label, name, expression, no_inherit, not_valid, line } in &text.checks {
            let name = name.clone().unwrap_or_else(|| check_name(&text.table, label));
            if self.note(&name, Spot::Attribute("check", *line)) {
                let (no_inherit, not_valid) = (*no_inherit, *not_valid);
                let check =
                    Check { name: name.clone(), expression: expression.clone(), no_inherit, not_valid };
                self.table.checks.insert(name, check);
            }
        }
        for item in &text.exclusions {
            let keys = item.parts.iter().map(|part| part.part.as_column());
            let name = item.name.clone().unwrap_or_else(|| exclusion_name(&text.table, keys));
            if self.note(&name, Spot::Attribute("exclude", item.line)) {
                let exclusion = Exclusion {
                    name: name.clone(),
                    parts: item.parts.clone(),
                    method: item.using.clone(),
                    predicate: item.predicate.clone(),
                    deferrable: item.deferrable,
                };
                self.table.exclusions.insert(name, exclusion);
            }
        }
    }
}

/// A column's name in an expression: bare where every database reads it as written, else in the SQL
/// standard's quotes.
fn in_sql(column: &str) -> String {
    let is_plain = column.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    match is_plain {
        true => column.to_owned(),
        false => format!("\"{}\"", column.replace('"', "\"\"")),
    }
}
