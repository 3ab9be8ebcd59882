//! `#[column(…)]`

use syn::Attribute;

use super::identity::identity;
use super::{Reader, Words};
use crate::ast::ColumnAttr;
use crate::ctxt::Ctxt;
use crate::item::{Item, Key, Value, items};

const WORDS: Words = &[
    ("primary_key", "primary_key"),
    ("unique", "unique"),
    ("index", "index"),
    ("skip", "skip"),
    ("name", "name = \"email_address\""),
    ("renamed_from", "renamed_from = \"mail\""),
    ("comment", "comment = \"where letters go\""),
    ("collate", "collate = \"C\""),
    ("type", "type = \"citext\"` or `type(postgres = \"citext\", sqlite = \"TEXT\")"),
    ("length", "length = 255"),
    ("precision", "precision = 12"),
    ("scale", "scale = 2"),
    ("default", "default = 0`, `default = true` or `default = \"draft\""),
    ("default_sql", "default_sql = \"now()\"` or `default_sql(postgres = \"…\", sqlite = \"…\")"),
    ("identity", "identity`, `identity = \"always\"` or `identity(start = 100, increment = 5)"),
    ("generated", "generated = \"price * quantity\""),
    ("generated_virtual", "generated_virtual = \"price * quantity\""),
    ("references", "references = Author` or `references(Author, email)"),
    ("on_delete", "on_delete = \"cascade\""),
    ("on_update", "on_update = \"cascade\""),
    ("deferrable", "deferrable` or `deferrable = \"deferred\""),
];

/// Reads the attributes of a field.
pub(crate) fn column(attrs: &[Attribute], cx: &Ctxt) -> ColumnAttr {
    let mut reader = Reader::new(cx, WORDS, &[]);
    let mut attr = ColumnAttr::default();
    for item in items(attrs, "column", cx) {
        let Some(word) = reader.word(&item) else { continue };
        match word {
            "primary_key" | "unique" | "skip" => {
                reader.flag(&item);
            }
            "index" => attr.index = reader.boolean(&item),
            "name" => attr.name = reader.name(&item),
            "renamed_from" => attr.renamed_from = reader.name(&item),
            "comment" => attr.comment = reader.text(&item),
            "collate" => attr.collate = reader.name(&item),
            "type" => attr.ty = reader.sql(&item),
            "length" => attr.length = reader.number(&item, false),
            "precision" => attr.precision = reader.number(&item, false),
            "scale" => attr.scale = reader.number(&item, true),
            "default" => attr.default = reader.literal(&item),
            "default_sql" => attr.default_sql = reader.sql(&item),
            "identity" => attr.identity = identity(&reader, &item),
            "generated" => attr.generated = reader.sql(&item),
            "generated_virtual" => attr.generated_virtual = reader.sql(&item),
            "references" => references(&reader, &item, &mut attr),
            behaviour => reader.behaviour(behaviour, &item, &mut attr.behaviour),
        }
    }
    attr.given = reader.given;
    attr
}

/// `references = Author` or `references(Author, email)`
fn references(reader: &Reader<'_>, item: &Item, attr: &mut ColumnAttr) {
    let Value::List(items) = &item.value else {
        attr.references = reader.model_value(item).map(|model| (model, Vec::new()));
        return;
    };
    let (model, field) = match items.as_slice() {
        [model] => (model, None),
        [model, field] => (model, Some(field)),
        _ => return reader.misshapen(item),
    };
    let (Key::Path(path), Value::Bare) = (&model.key, &model.value) else {
        return reader.misshapen(item);
    };
    let field = match field.map(|field| reader.field(field)) {
        Some(None) => return,
        Some(Some(field)) => vec![field],
        None => Vec::new(),
    };
    attr.references = reader.model(path).map(|model| (model, field));
}
