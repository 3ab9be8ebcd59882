//! What `#[model(…)]` says of keys, indexes and checks.

use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, UnOp};

use super::{Reader, Words};
use crate::ast::{Behaviour, Check, CheckKey, Columns, Exclusion, ForeignKey, Index, IndexKey, Reference};
use crate::item::{Item, Key, Value};
use crate::name::{nearest, problem};

const INDEX: Words = &[
    ("name", "name = \"post_title_idx\""),
    ("columns", "columns(author_id, \"published_at desc\", \"lower(title)\")"),
    ("unique", "unique"),
    ("nulls_not_distinct", "nulls_not_distinct"),
    ("where", "where = \"published_at IS NOT NULL\"` or `where(postgres = \"…\", sqlite = \"…\")"),
    ("using", "using = \"gin\"` or `using(postgres = \"gin\", mysql = \"btree\", sqlite = \"btree\")"),
    ("include", "include(title)"),
    ("with", "with(fillfactor = 70)"),
];

/// The words of `primary_key(…)`.
pub(super) const PRIMARY_KEY: Words = &[
    ("name", "name = \"author_pkey\""),
    ("columns", "columns(author_id, slug)"),
    ("include", "include(title)"),
    ("deferrable", "deferrable` or `deferrable = \"deferred\""),
];

/// The words of `unique(…)`.
pub(super) const UNIQUE: Words = &[
    ("name", "name = \"author_email_key\""),
    ("columns", "columns(author_id, slug)"),
    ("include", "include(title)"),
    ("nulls_not_distinct", "nulls_not_distinct"),
    ("deferrable", "deferrable` or `deferrable = \"deferred\""),
];

const EXCLUSION: Words = &[
    ("name", "name = \"booking_room_excl\""),
    ("columns", "columns(\"room with =\", \"during with &&\")"),
    ("using", "using = \"gist\""),
    ("where", "where = \"cancelled_at IS NULL\""),
    ("deferrable", "deferrable` or `deferrable = \"deferred\""),
];

const KEY: Words = &[
    ("name", "name = \"line_product_fkey\""),
    ("columns", "columns(a, b)"),
    ("references", "references = Other"),
    ("target", "target(x, y)"),
    ("on_delete", "on_delete = \"cascade\""),
    ("on_update", "on_update = \"cascade\""),
    ("deferrable", "deferrable` or `deferrable = \"deferred\""),
    ("match_full", "match_full"),
    ("not_valid", "not_valid"),
    ("index", "index = false"),
];

/// The items of `word(…)`, which must not be empty.
pub(super) fn list<'i>(outer: &Reader<'_>, item: &'i Item) -> Option<&'i [Item]> {
    match &item.value {
        Value::List(items) if !items.is_empty() => Some(items),
        Value::Bare | Value::Equals(_) | Value::List(_) => {
            outer.misshapen(item);
            None
        }
    }
}

/// Whether the item is a field's name in the plain form: a word alone that is no flag. So a field may be
/// called `name` or `where`, since those words of ours take a value.
fn is_plain(item: &Item, flags: &[&str]) -> bool {
    let is_flag = |word: &Ident| flags.iter().any(|flag| word == flag);
    matches!(item.value, Value::Bare) && item.word().is_some_and(|word| !is_flag(word))
}

/// `unique(a, b)`, `primary_key(a, b)`, either with `name = "…"`, `columns(a, b)` and the other words.
pub(super) fn columns(outer: &Reader<'_>, item: &Item, words: Words) -> Option<Columns> {
    let mut reader = Reader::new(outer.cx, words, &[]);
    let mut columns = Columns {
        name: None,
        fields: Vec::new(),
        include: Vec::new(),
        nulls_not_distinct: false,
        deferrable: None,
        span: item.span(),
    };
    let flags: Vec<&str> = words.iter().map(|(word, _)| *word).filter(|word| FLAGS.contains(word)).collect();
    for item in list(outer, item)? {
        if is_plain(item, &flags) {
            columns.fields.extend(reader.field(item));
            continue;
        }
        match reader.word(item) {
            Some("name") => columns.name = reader.name(item),
            Some("columns") => columns.fields.extend(reader.fields(item)),
            Some("include") => columns.include = reader.fields(item),
            Some("nulls_not_distinct") => columns.nulls_not_distinct = reader.flag(item),
            Some(_) => columns.deferrable = reader.deferrable(item),
            None => {}
        }
    }
    if columns.fields.is_empty() && reader.given.iter().all(|(word, _)| *word != "columns") {
        outer.misshapen(item);
        return None;
    }
    Some(columns)
}

/// Words that stand alone in the list of a key.
const FLAGS: [&str; 2] = ["nulls_not_distinct", "deferrable"];

/// `index(a, b)` or the full form.
pub(super) fn index(outer: &Reader<'_>, item: &Item) -> Option<Index> {
    let mut reader = Reader::new(outer.cx, INDEX, &[]);
    let mut index = Index {
        name: None,
        keys: Vec::new(),
        unique: false,
        predicate: None,
        using: None,
        include: Vec::new(),
        nulls_not_distinct: false,
        parameters: Vec::new(),
        span: item.span(),
    };
    for item in list(outer, item)? {
        if is_plain(item, &["unique", "nulls_not_distinct"]) {
            index.keys.extend(reader.field(item).map(IndexKey::Field));
            continue;
        }
        if let (Key::Text(text), Value::Bare) = (&item.key, &item.value) {
            index.keys.push(IndexKey::Text(text.clone()));
            continue;
        }
        match reader.word(item) {
            Some("name") => index.name = reader.name(item),
            Some("columns") => keys(&reader, item, &mut index.keys),
            Some("unique") => index.unique = reader.flag(item),
            Some("nulls_not_distinct") => index.nulls_not_distinct = reader.flag(item),
            Some("where") => index.predicate = reader.sql(item),
            Some("using") => index.using = reader.sql(item),
            Some("with") => index.parameters = parameters(&reader, item),
            Some(_) => index.include = reader.fields(item),
            None => {}
        }
    }
    if index.keys.is_empty() && !reader.given.iter().any(|(word, _)| *word == "columns") {
        outer.misshapen(item);
        return None;
    }
    if let (Some((_, span)), false) =
        (reader.given.iter().find(|(word, _)| *word == "nulls_not_distinct"), index.unique)
    {
        outer.cx.error_at(*span, "`nulls_not_distinct` needs `unique` beside it");
    }
    Some(index)
}

/// `columns(a, "b desc", "lower(c)")`
fn keys(reader: &Reader<'_>, item: &Item, keys: &mut Vec<IndexKey>) {
    let Some(items) = list(reader, item) else { return };
    for item in items {
        match (&item.key, &item.value) {
            (Key::Text(text), Value::Bare) => keys.push(IndexKey::Text(text.clone())),
            (Key::Path(_) | Key::Text(_), _) => keys.extend(reader.field(item).map(IndexKey::Field)),
        }
    }
}

/// `with(fillfactor = 70, deduplicate_items = "off")`
fn parameters(reader: &Reader<'_>, item: &Item) -> Vec<(Ident, String)> {
    let mut found: Vec<(Ident, String)> = Vec::new();
    for inner in list(reader, item).unwrap_or_default() {
        let value = match &inner.value {
            Value::Equals(value) => parameter(value),
            Value::Bare | Value::List(_) => None,
        };
        let (Some(name), Some(value)) = (inner.word(), value) else {
            reader.cx.error_at(inner.span(), "write a storage parameter like this: `fillfactor = 70`");
            continue;
        };
        if found.iter().any(|(known, _)| known == name) {
            reader.cx.error_at(inner.span(), format!("`{name}` is given twice"));
            continue;
        }
        found.push((name.clone(), value));
    }
    found
}

/// The value of a storage parameter as text.
fn parameter(value: &Expr) -> Option<String> {
    let (value, sign) = match value {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => (expr.as_ref(), "-"),
        other => (other, ""),
    };
    let Expr::Lit(ExprLit { lit, .. }) = value else { return None };
    match (lit, sign) {
        (Lit::Str(text), "") => Some(text.value()).filter(|text| !text.is_empty() && !text.contains('\0')),
        (Lit::Bool(value), "") => Some(if value.value { "on" } else { "off" }.to_owned()),
        (Lit::Int(number), _) if number.suffix().is_empty() => {
            Some(format!("{sign}{}", number.base10_digits()))
        }
        (Lit::Float(number), _) if number.suffix().is_empty() => {
            Some(format!("{sign}{}", number.base10_digits()))
        }
        _ => None,
    }
}

/// `exclude(columns("room with =", "during with &&"), using = "gist")`
pub(super) fn exclusion(outer: &Reader<'_>, item: &Item) -> Option<Exclusion> {
    let mut reader = Reader::new(outer.cx, EXCLUSION, &[]);
    let mut exclusion = Exclusion {
        name: None,
        keys: Vec::new(),
        predicate: None,
        using: None,
        deferrable: None,
        span: item.span(),
    };
    let items = list(outer, item)?;
    for item in items {
        match reader.word(item) {
            Some("name") => exclusion.name = reader.name(item),
            Some("columns") => comparisons(&reader, item, &mut exclusion.keys),
            Some("using") => exclusion.using = reader.sql(item),
            Some("where") => exclusion.predicate = reader.sql(item),
            Some(_) => exclusion.deferrable = reader.deferrable(item),
            None => {}
        }
    }
    if !reader.given.iter().any(|(word, _)| *word == "columns") {
        // What is missing may be what was misspelt, and that is told already.
        if reader.given.len() == items.len() {
            outer.misshapen(item);
        }
        return None;
    }
    Some(exclusion)
}

/// `columns("room with =", "during with &&")`
fn comparisons(reader: &Reader<'_>, item: &Item, keys: &mut Vec<syn::LitStr>) {
    for item in list(reader, item).unwrap_or_default() {
        match (&item.key, &item.value) {
            (Key::Text(text), Value::Bare) => keys.push(text.clone()),
            (Key::Path(_) | Key::Text(_), _) => {
                let message = "write what is compared and by which operator, as a text: `\"room with =\"`";
                reader.cx.error_at(item.span(), message);
            }
        }
    }
}

/// Words that hold for all checks of an attribute.
const CHECK_FLAGS: [&str; 2] = ["no_inherit", "not_valid"];

/// `check(label = "expression")`, several at once if need be; a text for the label is the name itself.
/// `no_inherit` and `not_valid` beside them hold for all.
pub(super) fn checks(reader: &Reader<'_>, item: &Item, checks: &mut Vec<Check>) {
    let Some(items) = list(reader, item) else { return };
    let given = |flag: &str| {
        let is_flag =
            |item: &&Item| matches!(item.value, Value::Bare) && item.word().is_some_and(|w| w == flag);
        let found: Vec<&Item> = items.iter().filter(is_flag).collect();
        for again in found.iter().skip(1) {
            reader.cx.error_at(again.span(), format!("`{flag}` is given twice"));
        }
        !found.is_empty()
    };
    let [no_inherit, not_valid] = CHECK_FLAGS.map(given);
    let rest =
        || items.iter().filter(|item| !(matches!(item.value, Value::Bare) && is_one_of(item, &CHECK_FLAGS)));
    if rest().next().is_none() {
        reader.misshapen(item);
    }
    for inner in rest() {
        let Some(key) = check_key(reader, inner) else { continue };
        match &inner.value {
            Value::Equals(Expr::Lit(ExprLit { lit: Lit::Str(_), .. })) | Value::List(_) => {
                let expression = reader.sql(inner);
                checks.extend(expression.map(|expression| Check { key, expression, no_inherit, not_valid }));
            }
            Value::Equals(value) => {
                let label = key.text();
                let known = format!("write `check` like this: `check({label} = \"length(title) > 0\")`");
                reader.cx.error_in(value, known);
            }
            Value::Bare => {}
        }
    }
}

fn is_one_of(item: &Item, words: &[&str]) -> bool {
    item.word().is_some_and(|word| words.iter().any(|known| word == known))
}

/// The label or name of a check.
fn check_key(reader: &Reader<'_>, item: &Item) -> Option<CheckKey> {
    if let (Key::Text(text), Value::Equals(_) | Value::List(_)) = (&item.key, &item.value) {
        let problem = problem(&text.value());
        if let Some(problem) = &problem {
            reader.cx.error_in(text, problem);
        }
        return problem.is_none().then(|| CheckKey::Name(text.clone()));
    }
    match (item.word(), &item.value) {
        (Some(label), Value::Equals(_) | Value::List(_)) => Some(CheckKey::Label(label.clone())),
        (_, Value::Bare | Value::Equals(_) | Value::List(_)) => {
            let message = "a check has a name, of which the constraint's name is made: \
                           `check(title_not_empty = \"length(title) > 0\")`";
            let word = item.word().map(Ident::to_string).unwrap_or_default();
            let guess = nearest(&word, CHECK_FLAGS).map(|flag| format!("\ndid you mean `{flag}`?"));
            reader.cx.error_at(item.span(), format!("{message}{}", guess.unwrap_or_default()));
            None
        }
    }
}

/// `foreign_key(columns(a, b), references = Other, target(x, y))`
pub(super) fn foreign_key(outer: &Reader<'_>, item: &Item) -> Option<ForeignKey> {
    let mut reader = Reader::new(outer.cx, KEY, &[]);
    let (mut name, mut columns, mut model, mut fields, mut index) =
        (None, Vec::new(), None, Vec::new(), None);
    let mut behaviour = Behaviour::default();
    let items = list(outer, item)?;
    for item in items {
        match reader.word(item) {
            Some("name") => name = reader.name(item),
            Some("columns") => columns = reader.fields(item),
            Some("references") => model = reader.model_value(item),
            Some("target") => fields = reader.fields(item),
            Some("match_full") => behaviour.match_full = reader.flag(item),
            Some("not_valid") => behaviour.not_valid = reader.flag(item),
            Some("index") => index = reader.boolean(item),
            Some(word) => reader.behaviour(word, item, &mut behaviour),
            None => {}
        }
    }
    let is_given = |word: &str| reader.given.iter().any(|(given, _)| *given == word);
    if !is_given("columns") || !is_given("references") {
        // What is missing may be what was misspelt, and that is told already.
        if reader.given.len() == items.len() {
            outer.misshapen(item);
        }
        return None;
    }
    if is_given("target") && !fields.is_empty() && !columns.is_empty() && fields.len() != columns.len() {
        let message =
            format!("{} columns point at {}: name as many on both sides", columns.len(), fields.len());
        outer.cx.error_at(item.span(), message);
    }
    let references = Reference { model: model?, fields, behaviour };
    Some(ForeignKey { name, columns, references, index, span: item.span() })
}
