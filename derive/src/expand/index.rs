//! Indexes and exclusions of a model as JSON.

use super::{line, names};
use crate::ast::{Exclusion, Index, IndexKey, Model};
use crate::attr::plain;
use crate::json::Object;
use crate::key::{self, Head, Key};

/// An index.
pub(super) fn index(model: &Model<'_>, index: &Index) -> String {
    let mut object = Object::new();
    object.some_text("name", index.name.as_ref().map(syn::LitStr::value).as_deref());
    object.list("parts", index.keys.iter().map(|key| index_key(model, key)));
    object.flag("unique", index.unique);
    object.flag("nulls_not_distinct", index.nulls_not_distinct);
    for (key, sql) in [("where", &index.predicate), ("using", &index.using)] {
        if let Some(sql) = sql {
            object.raw(key, &sql.to_json());
        }
    }
    if !index.include.is_empty() {
        object.raw("include", &names(model, &index.include));
    }
    if !index.parameters.is_empty() {
        let mut parameters = Object::new();
        for (name, value) in &index.parameters {
            parameters.text(&plain(name), value);
        }
        object.raw("parameters", &parameters.finish());
    }
    object.number("line", line(index.span));
    object.finish()
}

fn index_key(model: &Model<'_>, key: &IndexKey) -> String {
    let mut object = Object::new();
    match key {
        IndexKey::Field(field) => {
            object.some_text("column", model.column_of(&plain(field)).as_deref());
        }
        IndexKey::Text(text) => {
            // What cannot be read was told by `check`.
            if let Ok(key) = key::read(&text.value(), |field| model.column_of(field).is_some()) {
                write_key(model, &key, &mut object);
            }
        }
    }
    object.finish()
}

fn write_key(model: &Model<'_>, key: &Key<'_>, object: &mut Object) {
    let column = match key.head {
        Head::Word(field) => model.column_of(field),
        Head::Expression(_) => None,
    };
    key.write(column.as_deref(), object);
}

/// An exclusion constraint.
pub(super) fn exclusion(model: &Model<'_>, exclusion: &Exclusion) -> String {
    let mut object = Object::new();
    object.some_text("name", exclusion.name.as_ref().map(syn::LitStr::value).as_deref());
    let parts = exclusion.keys.iter().map(|text| {
        let mut object = Object::new();
        if let Ok((key, operator)) =
            key::read_exclusion(&text.value(), |field| model.column_of(field).is_some())
        {
            write_key(model, &key, &mut object);
            object.text("operator", operator);
        }
        object.finish()
    });
    object.list("parts", parts);
    for (key, sql) in [("where", &exclusion.predicate), ("using", &exclusion.using)] {
        if let Some(sql) = sql {
            object.raw(key, &sql.to_json());
        }
    }
    object.some_text("deferrable", exclusion.deferrable);
    object.number("line", line(exclusion.span));
    object.finish()
}
