//! What stands on one line of the change tree.

use strobila::schema::{
    Action, Check, Column, DefaultValue, Deferrable, ForeignKey, Generated, Index, IndexKey, PrimaryKey, Sql,
    Unique,
};

/// Name, type, nullability and the rest of a column, to be aligned with its neighbours.
pub(super) fn column(column: &Column, fill: Option<&Sql>) -> Vec<String> {
    let mut rest = Vec::new();
    if let Some(identity) = &column.identity {
        rest.push(if identity.always { "identity always" } else { "identity" }.to_owned());
    }
    if let Some(default) = &column.default {
        rest.push(format!("default {}", value(default)));
    }
    if let Some(of) = &column.generated {
        rest.push(generated(of));
    }
    if let Some(collation) = &column.collation {
        rest.push(format!("collate {collation}"));
    }
    if let Some(fill) = fill {
        rest.push(format!("existing rows get {}", sql(fill)));
    }
    let null = if column.nullable { "" } else { "NOT NULL" };
    vec![column.name.clone(), column.ty.to_string(), null.to_owned(), rest.join("  ")]
}

/// What differs between two states of a column.
pub(super) fn change(from: &Column, to: &Column, [fill, using]: [Option<&Sql>; 2]) -> Vec<String> {
    let mut parts = Vec::new();
    if from.ty != to.ty {
        let (old, new) = (from.ty.to_string(), to.ty.to_string());
        // Custom types may differ for one target only.
        parts.push(if old == new { format!("type {new} changes") } else { format!("{old} -> {new}") });
    }
    match (from.nullable, to.nullable) {
        (true, false) => parts.push("now NOT NULL".to_owned()),
        (false, true) => parts.push("no longer NOT NULL".to_owned()),
        (true, true) | (false, false) => {}
    }
    let mut differs = |what: &str, old: Option<String>, new: Option<String>| match (old, new) {
        (old, new) if old == new => {}
        (None, Some(new)) => parts.push(format!("+{what} {new}")),
        (Some(old), None) => parts.push(format!("-{what} {old}")),
        (Some(old), Some(new)) => parts.push(format!("{what} {old} -> {new}")),
        (None, None) => {}
    };
    differs("default", from.default.as_ref().map(value), to.default.as_ref().map(value));
    let counted = |column: &Column| {
        column.identity.as_ref().map(|i| if i.always { "always" } else { "by default" }.to_owned())
    };
    differs("identity", counted(from), counted(to));
    differs("generated", from.generated.as_ref().map(generated), to.generated.as_ref().map(generated));
    differs("collate", from.collation.clone(), to.collation.clone());
    let quoted = |column: &Column| column.comment.as_ref().map(|text| format!("'{text}'"));
    differs("comment", quoted(from), quoted(to));
    if let Some(using) = using {
        parts.push(format!("values become {}", sql(using)));
    }
    if let Some(fill) = fill {
        parts.push(format!("NULL becomes {}", sql(fill)));
    }
    vec![to.name.clone(), parts.join(", ")]
}

pub(super) fn primary_key(key: &PrimaryKey) -> String {
    format!("primary key ({})", key.columns.join(", "))
}

pub(super) fn unique(unique: &Unique) -> String {
    format!("unique {} ({})", unique.name, unique.columns.join(", "))
}

pub(super) fn check(check: &Check) -> String {
    format!("check {} ({})", check.name, sql(&check.expression))
}

pub(super) fn index(index: &Index) -> String {
    let parts: Vec<String> = index
        .parts
        .iter()
        .map(|part| {
            let key = match &part.key {
                IndexKey::Column(name) => name.clone(),
                IndexKey::Expression(text) => sql(text),
            };
            if part.descending { key + " desc" } else { key }
        })
        .collect();
    let kind = if index.unique { "unique index" } else { "index" };
    let mut line = format!("{kind} {} ({})", index.name, parts.join(", "));
    if let Some(method) = &index.method {
        line += &format!(" using {}", sql(method));
    }
    if !index.include.is_empty() {
        line += &format!(" include ({})", index.include.join(", "));
    }
    if let Some(predicate) = &index.predicate {
        line += &format!(" where {}", sql(predicate));
    }
    line
}

pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let (from, to) = (key.columns.join(", "), key.target.join(", "));
    let mut line = format!("foreign key {} ({from}) -> {} ({to})", key.name, key.references);
    for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        if action != Action::NoAction {
            line += &format!(" on {event} {}", action.as_sql().to_lowercase());
        }
    }
    line += match key.deferrable {
        None => "",
        Some(Deferrable::Immediate) => " deferrable",
        Some(Deferrable::Deferred) => " deferrable initially deferred",
    };
    line
}

fn generated(generated: &Generated) -> String {
    let kind = if generated.stored { "stored" } else { "virtual" };
    format!("as ({}) {kind}", sql(&generated.expression))
}

fn value(default: &DefaultValue) -> String {
    match default {
        DefaultValue::Boolean(value) => value.to_string(),
        DefaultValue::Integer(value) => value.to_string(),
        DefaultValue::Text(text) => format!("'{}'", text.replace('\'', "''")),
        DefaultValue::Number { number } => number.clone(),
        DefaultValue::Sql { sql: text } => sql(text),
    }
}

/// The common text, or each target's.
fn sql(sql: &Sql) -> String {
    match sql {
        Sql::Same(text) => text.clone(),
        Sql::PerTarget(texts) => {
            let each: Vec<String> = texts.iter().map(|(target, text)| format!("{target}: {text}")).collect();
            each.join(" | ")
        }
    }
}
