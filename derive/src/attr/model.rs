//! `#[model(…)]`

use syn::{Attribute, Ident};

use super::{Reader, Words};
use crate::ast::{Behaviour, Check, Columns, ForeignKey, Index, IndexKey, ModelAttr, Pivot, Reference};
use crate::ctxt::Ctxt;
use crate::item::{Item, Key, Value, items};

const WORDS: Words = &[
    ("table", "table = \"author\""),
    ("schema", "schema = \"billing\""),
    ("timestamps", "timestamps"),
    ("soft_delete", "soft_delete"),
    ("primary_key", "primary_key(author_id, post_id)"),
    (
        "index",
        "index(author_id, published_at)` or `index(name = \"…\", columns(a, \"b desc\"), unique, where = \"…\")",
    ),
    ("unique", "unique(author_id, slug)"),
    ("check", "check(title_not_empty = \"length(title) > 0\")"),
    ("foreign_key", FOREIGN_KEY),
    ("many_to_many", "many_to_many(Tag)` or `many_to_many(Tag, table = \"post_tag\")"),
    ("renamed_from", "renamed_from = \"writer\""),
    ("moved_from", "moved_from = \"blog\""),
    ("comment", "comment = \"a person who writes\""),
];

const FOREIGN_KEY: &str = "foreign_key(columns(a, b), references = Other, target(x, y))";

const REPEATABLE: &[&str] = &["index", "unique", "check", "foreign_key", "many_to_many"];

const INDEX: Words = &[
    ("name", "name = \"post_title_idx\""),
    ("columns", "columns(author_id, \"published_at desc\", \"lower(title)\")"),
    ("unique", "unique"),
    ("where", "where = \"published_at IS NOT NULL\"` or `where(postgres = \"…\", sqlite = \"…\")"),
    ("using", "using = \"gin\"` or `using(postgres = \"gin\", mysql = \"btree\", sqlite = \"btree\")"),
    ("include", "include(title)"),
];

const LIST: Words = &[("name", "name = \"author_email_key\""), ("columns", "columns(author_id, slug)")];

const KEY: Words = &[
    ("name", "name = \"line_product_fkey\""),
    ("columns", "columns(a, b)"),
    ("references", "references = Other"),
    ("target", "target(x, y)"),
    ("on_delete", "on_delete = \"cascade\""),
    ("on_update", "on_update = \"cascade\""),
    ("deferrable", "deferrable` or `deferrable = \"deferred\""),
    ("index", "index = false"),
];

const PIVOT: Words = &[("table", "table = \"post_tag\"")];

/// Reads the attributes of a struct.
pub(crate) fn model(attrs: &[Attribute], cx: &Ctxt) -> ModelAttr {
    let mut reader = Reader::new(cx, WORDS, REPEATABLE);
    let mut attr = ModelAttr::default();
    for item in items(attrs, "model", cx) {
        let Some(word) = reader.word(&item) else { continue };
        match word {
            "table" => attr.table = reader.name(&item),
            "schema" => attr.schema = reader.name(&item),
            "timestamps" => attr.timestamps = reader.flag(&item),
            "soft_delete" => attr.soft_delete = reader.flag(&item),
            "primary_key" => attr.primary_key = columns(&reader, &item),
            "index" => attr.indexes.extend(index(&reader, &item)),
            "unique" => attr.uniques.extend(columns(&reader, &item)),
            "check" => checks(&reader, &item, &mut attr.checks),
            "foreign_key" => attr.foreign_keys.extend(foreign_key(&reader, &item)),
            "many_to_many" => attr.pivots.extend(pivot(&reader, &item)),
            "renamed_from" => attr.renamed_from = reader.name(&item),
            "moved_from" => attr.moved_from = reader.text(&item),
            _ => attr.comment = reader.text(&item),
        }
    }
    attr
}

/// The items of `word(…)`, which must not be empty.
fn list<'i>(outer: &Reader<'_>, item: &'i Item) -> Option<&'i [Item]> {
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

/// `unique(a, b)`, `primary_key(a, b)`, either with `name = "…"` and `columns(a, b)`
fn columns(outer: &Reader<'_>, item: &Item) -> Option<Columns> {
    let mut reader = Reader::new(outer.cx, LIST, &[]);
    let mut columns = Columns { name: None, fields: Vec::new(), span: item.span() };
    for item in list(outer, item)? {
        if is_plain(item, &[]) {
            columns.fields.extend(reader.field(item));
            continue;
        }
        match reader.word(item) {
            Some("name") => columns.name = reader.name(item),
            Some(_) => columns.fields.extend(reader.fields(item)),
            None => {}
        }
    }
    if columns.fields.is_empty() && reader.given.iter().all(|(word, _)| *word == "name") {
        outer.misshapen(item);
        return None;
    }
    Some(columns)
}

fn index(outer: &Reader<'_>, item: &Item) -> Option<Index> {
    let mut reader = Reader::new(outer.cx, INDEX, &[]);
    let mut index = Index {
        name: None,
        keys: Vec::new(),
        unique: false,
        predicate: None,
        using: None,
        include: Vec::new(),
        span: item.span(),
    };
    for item in list(outer, item)? {
        if is_plain(item, &["unique"]) {
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
            Some("where") => index.predicate = reader.sql(item),
            Some("using") => index.using = reader.sql(item),
            Some(_) => index.include = reader.fields(item),
            None => {}
        }
    }
    if index.keys.is_empty() && !reader.given.iter().any(|(word, _)| *word == "columns") {
        outer.misshapen(item);
        return None;
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

/// `check(label = "expression")`, several at once if need be
fn checks(reader: &Reader<'_>, item: &Item, checks: &mut Vec<Check>) {
    let Some(items) = list(reader, item) else { return };
    for inner in items {
        match (inner.word(), &inner.value) {
            (Some(label), Value::Equals(_) | Value::List(_)) => {
                let known = format!("write `check` like this: `check({label} = \"length(title) > 0\")`");
                match &inner.value {
                    Value::Equals(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(_), .. }))
                    | Value::List(_) => {
                        let expression = reader.sql(inner);
                        checks
                            .extend(expression.map(|expression| Check { label: label.clone(), expression }));
                    }
                    Value::Equals(value) => reader.cx.error_in(value, known),
                    Value::Bare => {}
                }
            }
            (_, Value::Bare | Value::Equals(_) | Value::List(_)) => {
                let message = "a check has a name, of which the constraint's name is made: \
                               `check(title_not_empty = \"length(title) > 0\")`";
                reader.cx.error_at(inner.span(), message);
            }
        }
    }
}

fn foreign_key(outer: &Reader<'_>, item: &Item) -> Option<ForeignKey> {
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

/// `many_to_many(Tag)`
fn pivot(outer: &Reader<'_>, item: &Item) -> Option<Pivot> {
    let mut reader = Reader::new(outer.cx, PIVOT, &[]);
    let items = list(outer, item)?;
    let (Some(Item { key: Key::Path(path), value: Value::Bare }), rest) = (items.first(), &items[1..]) else {
        outer.misshapen(item);
        return None;
    };
    let mut table = None;
    for item in rest {
        if reader.word(item).is_some() {
            table = reader.name(item);
        }
    }
    Some(Pivot { model: reader.model(path)?, table, span: item.span() })
}
