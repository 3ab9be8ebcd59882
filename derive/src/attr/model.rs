//! `#[model(…)]`

use syn::Attribute;

use super::constraint::{PRIMARY_KEY, UNIQUE, checks, columns, exclusion, foreign_key, index, list};
use super::{Reader, Words};
use crate::ast::{ModelAttr, Pivot};
use crate::ctxt::Ctxt;
use crate::item::{Item, Key, Value, items};

const WORDS: Words = &[
    ("table", "table = \"author\""),
    ("schema", "schema = \"billing\""),
    ("timestamps", "timestamps"),
    ("soft_delete", "soft_delete"),
    ("own_names", "own_names"),
    ("primary_key", "primary_key(author_id, post_id)"),
    (
        "index",
        "index(author_id, published_at)` or `index(name = \"…\", columns(a, \"b desc\"), unique, where = \"…\")",
    ),
    ("unique", "unique(author_id, slug)` or `unique(columns(author_id, slug), include(title), deferrable)"),
    ("check", "check(title_not_empty = \"length(title) > 0\")"),
    ("exclude", "exclude(columns(\"room with =\", \"during with &&\"), using = \"gist\")"),
    ("foreign_key", FOREIGN_KEY),
    ("many_to_many", "many_to_many(Tag)` or `many_to_many(Tag, table = \"post_tag\")"),
    ("renamed_from", "renamed_from = \"writer\""),
    ("moved_from", "moved_from = \"blog\""),
    ("comment", "comment = \"a person who writes\""),
];

const FOREIGN_KEY: &str = "foreign_key(columns(a, b), references = Other, target(x, y))";

const REPEATABLE: &[&str] = &["index", "unique", "check", "exclude", "foreign_key", "many_to_many"];

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
            "own_names" => attr.own_names = reader.flag(&item),
            "primary_key" => attr.primary_key = columns(&reader, &item, PRIMARY_KEY),
            "index" => attr.indexes.extend(index(&reader, &item)),
            "unique" => attr.uniques.extend(columns(&reader, &item, UNIQUE)),
            "check" => checks(&reader, &item, &mut attr.checks),
            "exclude" => attr.exclusions.extend(exclusion(&reader, &item)),
            "foreign_key" => attr.foreign_keys.extend(foreign_key(&reader, &item)),
            "many_to_many" => attr.pivots.extend(pivot(&reader, &item)),
            "renamed_from" => attr.renamed_from = reader.name(&item),
            "moved_from" => attr.moved_from = reader.text(&item),
            _ => attr.comment = reader.text(&item),
        }
    }
    attr
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
