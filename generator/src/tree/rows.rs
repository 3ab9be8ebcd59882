//! What stands on one line of the change tree.

use strobila::schema::{
    Action, Check, Column, DefaultValue, Deferrable, Exclusion, ForeignKey, Generated, Identity, Index,
    IndexKey, IndexPart, Nulls, PrimaryKey, Sql, Unique,
};

/// Name, type, nullability and the rest of a column, to be aligned with its neighbours.
pub(super) fn column(column: &Column, fill: Option<&Sql>) -> Vec<String> {
    let mut rest = Vec::new();
    rest.extend(column.identity.as_ref().map(identity));
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
        let identity = column.identity.as_ref()?;
        let kind = if identity.always || identity.serial { "" } else { "by default" };
        let text = format!("{kind}{}", words_of(identity));
        Some(text.trim_start().to_owned())
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
    format!("primary key ({}){}{}", key.columns.join(", "), include(&key.include), deferrable(key.deferrable))
}

pub(super) fn unique(unique: &Unique) -> String {
    let nulls = if unique.nulls_not_distinct { " nulls not distinct" } else { "" };
    let rest = include(&unique.include) + nulls + deferrable(unique.deferrable);
    format!("unique {} ({}){rest}", unique.name, unique.columns.join(", "))
}

pub(super) fn exclusion(item: &Exclusion) -> String {
    let parts: Vec<String> =
        item.parts.iter().map(|item| format!("{} with {}", part(&item.part), item.operator)).collect();
    let mut line = format!("exclude {} ({})", item.name, parts.join(", "));
    line += &using(item.method.as_ref());
    line += &filter(item.predicate.as_ref());
    line + deferrable(item.deferrable)
}

pub(super) fn check(check: &Check) -> String {
    let inherit = if check.no_inherit { " no inherit" } else { "" };
    format!("check {} ({}){inherit}{}", check.name, sql(&check.expression), valid(check.not_valid))
}

pub(super) fn index(index: &Index) -> String {
    let parts: Vec<String> = index.parts.iter().map(part).collect();
    let kind = if index.unique { "unique index" } else { "index" };
    let mut line = format!("{kind} {} ({})", index.name, parts.join(", "));
    line += &using(index.method.as_ref());
    line += &include(&index.include);
    if index.nulls_not_distinct {
        line += " nulls not distinct";
    }
    if !index.parameters.is_empty() {
        let parameters: Vec<String> =
            index.parameters.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        line += &format!(" with ({})", parameters.join(", "));
    }
    line + &filter(index.predicate.as_ref())
}

fn part(part: &IndexPart) -> String {
    let mut text = match &part.key {
        IndexKey::Column(name) => name.clone(),
        IndexKey::Expression(text) => sql(text),
    };
    if let Some(collation) = &part.collation {
        text += &format!(" collate {collation}");
    }
    if let Some(class) = &part.operator_class {
        text += &format!(" {class}");
    }
    if part.descending {
        text += " desc";
    }
    text + match part.nulls {
        None => "",
        Some(Nulls::First) => " nulls first",
        Some(Nulls::Last) => " nulls last",
    }
}

fn using(method: Option<&Sql>) -> String {
    method.map(|method| format!(" using {}", sql(method))).unwrap_or_default()
}

fn include(columns: &[String]) -> String {
    if columns.is_empty() { String::new() } else { format!(" include ({})", columns.join(", ")) }
}

fn filter(predicate: Option<&Sql>) -> String {
    predicate.map(|predicate| format!(" where {}", sql(predicate))).unwrap_or_default()
}

fn deferrable(deferrable: Option<Deferrable>) -> &'static str {
    match deferrable {
        None => "",
        Some(Deferrable::Immediate) => " deferrable",
        Some(Deferrable::Deferred) => " deferrable initially deferred",
    }
}

fn valid(not_valid: bool) -> &'static str {
    if not_valid { " not valid" } else { "" }
}

fn identity(identity: &Identity) -> String {
    format!("identity{}", words_of(identity))
}

/// How it counts, as far as it is not what everybody expects; each word with a space before it.
fn words_of(identity: &Identity) -> String {
    let Identity { always, serial, sequence } = identity;
    let mut text = String::new();
    for (is_so, word) in [(*always, " always"), (*serial, " serial"), (sequence.cycle, " cycle")] {
        text += if is_so { word } else { "" };
    }
    let numbers = [
        (" from ", sequence.start),
        (" by ", sequence.increment),
        (" min ", sequence.min),
        (" max ", sequence.max),
        (" cache ", sequence.cache),
    ];
    for (word, number) in numbers {
        text += &number.map(|number| format!("{word}{number}")).unwrap_or_default();
    }
    text + &sequence.name.as_ref().map(|name| format!(" of {name}")).unwrap_or_default()
}

pub(super) fn foreign_key(key: &ForeignKey) -> String {
    let (from, to) = (key.columns.join(", "), key.target.join(", "));
    let mut line = format!("foreign key {} ({from}) -> {} ({to})", key.name, key.references);
    for (event, action) in [("delete", key.on_delete), ("update", key.on_update)] {
        if action != Action::NoAction {
            line += &format!(" on {event} {}", action.as_sql().to_lowercase());
        }
    }
    if key.match_full {
        line += " match full";
    }
    line + deferrable(key.deferrable) + valid(key.not_valid)
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
