//! What attributes and fields must hold together: fields that are named exist, nothing contradicts.

use proc_macro2::Span;
use syn::Ident;

use crate::ast::{CheckKey, Field, Model, Sql};
use crate::attr::plain;
use crate::ctxt::Ctxt;
use crate::key::{self, Head, Key};
use crate::name::{nearest, problem, snake_case};

/// Pairs of column attributes that cannot stand together, and why.
const CONFLICTS: &[(&str, &str, &str)] = &[
    ("unique", "primary_key", "a primary key is unique already"),
    ("index", "primary_key", "a primary key is an index already"),
    ("index", "unique", "a unique constraint is an index already"),
    ("default_sql", "default", "a column has one default"),
    ("default", "identity", "the database counts the values of `identity`"),
    ("default_sql", "identity", "the database counts the values of `identity`"),
    ("default", "generated", "a generated column has no default"),
    ("default_sql", "generated", "a generated column has no default"),
    ("default", "generated_virtual", "a generated column has no default"),
    ("default_sql", "generated_virtual", "a generated column has no default"),
    ("generated_virtual", "generated", "a generated column is either kept or computed when read"),
    ("identity", "generated", "a column is either counted or computed"),
    ("identity", "generated_virtual", "a column is either counted or computed"),
    ("length", "type", "write the length into the type"),
    ("precision", "type", "write the precision into the type"),
    ("scale", "type", "write the scale into the type"),
    ("length", "precision", "a column is either text or a decimal"),
];

/// Column attributes that need another one.
const NEEDS: &[(&str, &str)] = &[
    ("scale", "precision"),
    ("on_delete", "references"),
    ("on_update", "references"),
    ("deferrable", "references"),
];

impl Model<'_> {
    /// The table's name.
    pub(crate) fn table(&self) -> String {
        match &self.attr.table {
            Some(table) => table.value(),
            None => snake_case(&plain(self.ident)),
        }
    }

    /// The column that a field, or `timestamps` or `soft_delete`, makes under this name.
    pub(crate) fn column_of(&self, name: &str) -> Option<String> {
        let field = self.columns().find(|field| plain(field.ident) == name);
        let special = match name {
            "created_at" | "updated_at" => self.attr.timestamps,
            "deleted_at" => self.attr.soft_delete,
            _ => false,
        };
        field.map(Field::column).or_else(|| special.then(|| name.to_owned()))
    }

    /// The fields that are columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &Field<'_>> {
        self.fields.iter().filter(|field| field.attr.given("skip").is_none())
    }

    /// The columns of these fields; all of them are known after [`check`].
    pub(crate) fn columns_of(&self, fields: &[Ident]) -> Vec<String> {
        fields.iter().filter_map(|field| self.column_of(&plain(field))).collect()
    }

    /// The columns of the primary key.
    pub(crate) fn key(&self) -> Vec<String> {
        match &self.attr.primary_key {
            Some(list) => self.columns_of(&list.fields),
            None => self
                .columns()
                .filter(|field| field.attr.given("primary_key").is_some())
                .map(Field::column)
                .collect(),
        }
    }
}

impl Field<'_> {
    /// The column's name.
    pub(crate) fn column(&self) -> String {
        self.attr.name.as_ref().map_or_else(|| plain(self.ident), syn::LitStr::value)
    }
}

/// Checks a model whose attributes were read.
pub(crate) fn check(model: &Model<'_>, cx: &Ctxt) {
    if let (None, Some(problem)) = (&model.attr.table, problem(&model.table())) {
        cx.error_in(model.ident, format!("{problem}\nname the table: `#[model(table = \"…\")]`"));
    }
    if model.columns().next().is_none() && !model.attr.timestamps && !model.attr.soft_delete {
        cx.error_in(model.ident, "a table needs a column, and this struct has no field that is one");
    }
    for field in &model.fields {
        check_field(field, cx);
    }
    check_column_names(model, cx);
    check_primary_key(model, cx);
    check_lists(model, cx);
}

fn check_field(field: &Field<'_>, cx: &Ctxt) {
    let attr = &field.attr;
    if attr.given("skip").is_some() {
        for (word, span) in attr.given.iter().filter(|(word, _)| *word != "skip") {
            cx.error_at(*span, format!("a field that is skipped has no `{word}`"));
        }
        return;
    }
    if let (None, Some(problem)) = (attr.given("name"), problem(&field.column())) {
        cx.error_in(field.ident, format!("{problem}\nname the column: `#[column(name = \"…\")]`"));
    }
    for (word, other, reason) in CONFLICTS {
        if let (Some(span), Some(_)) = (attr.given(word), attr.given(other)) {
            cx.error_at(span, format!("`{word}` and `{other}` exclude each other: {reason}"));
        }
    }
    for (word, needed) in NEEDS {
        if let (Some(span), None) = (attr.given(word), attr.given(needed)) {
            cx.error_at(span, format!("`{word}` needs `{needed}` beside it"));
        }
    }
    if let (Some(false), Some(span), None) = (attr.index, attr.given("index"), attr.given("references")) {
        cx.error_at(span, "`index = false` is for a field with `references`, which has an index otherwise");
    }
    if let (Some(precision), Some(scale), Some(span)) = (attr.precision, attr.scale, attr.given("scale"))
        && scale > precision
    {
        cx.error_at(span, format!("of {precision} digits in all, {scale} cannot stand after the point"));
    }
    if let Some(old) = attr.renamed_from.as_ref().filter(|old| old.value() == field.column()) {
        cx.error_in(old, "this is the column's name today; say the name it had before");
    }
}

/// Two columns of one name, today or before.
fn check_column_names(model: &Model<'_>, cx: &Ctxt) {
    let mut before: Vec<String> = Vec::new();
    for old in model.columns().filter_map(|field| field.attr.renamed_from.as_ref()) {
        if before.contains(&old.value()) {
            cx.error_in(old, format!("another field was the column `{}` already", old.value()));
        }
        before.push(old.value());
    }
    let mut seen: Vec<String> = Vec::new();
    for field in model.columns() {
        let column = field.column();
        if seen.contains(&column) {
            let span = field.attr.name.as_ref().map_or(field.ident.span(), syn::LitStr::span);
            cx.error_at(span, format!("another field is the column `{column}` already"));
        }
        seen.push(column);
    }
}

fn check_primary_key(model: &Model<'_>, cx: &Ctxt) {
    let spans: Vec<Span> = model.columns().filter_map(|field| field.attr.given("primary_key")).collect();
    let composite = "a key of several columns is written on the struct: `#[model(primary_key(a, b))]`";
    let extra = match model.attr.primary_key {
        Some(_) => &spans[..],
        None => spans.get(1..).unwrap_or(&[]),
    };
    for span in extra {
        cx.error_at(*span, format!("a table has one primary key\n{composite}"));
    }
}

/// Every field that a list names must exist, once.
fn check_lists(model: &Model<'_>, cx: &Ctxt) {
    let attr = &model.attr;
    let lists = attr.primary_key.iter().chain(&attr.uniques).map(|list| &list.fields);
    let keys = attr.foreign_keys.iter().map(|key| &key.columns);
    let of_keys = attr.primary_key.iter().chain(&attr.uniques).map(|list| &list.include);
    let includes = attr.indexes.iter().map(|index| &index.include).chain(of_keys);
    for list in lists.chain(keys).chain(includes) {
        check_list(model, list.iter(), cx);
    }
    for index in &attr.indexes {
        check_list(model, index.keys.iter().filter_map(crate::ast::IndexKey::field), cx);
        for text in index.keys.iter().filter_map(crate::ast::IndexKey::text) {
            let value = text.value();
            check_key_text(model, text, key::read(&value, |field| model.column_of(field).is_some()), cx);
        }
    }
    for text in attr.exclusions.iter().flat_map(|exclusion| &exclusion.keys) {
        let value = text.value();
        let key = key::read_exclusion(&value, |field| model.column_of(field).is_some());
        check_key_text(model, text, key.map(|(key, _)| key), cx);
    }
    let mut labels: Vec<String> = Vec::new();
    for check in &attr.checks {
        // A word and a name may be equal: the word is not yet the name.
        let label = match &check.key {
            CheckKey::Label(label) => plain(label),
            CheckKey::Name(name) => format!("\"{}\"", name.value()),
        };
        if labels.contains(&label) {
            cx.error_at(check.key.span(), format!("the check `{}` is given twice", check.key.text()));
        }
        labels.push(label);
    }
}

fn check_list<'i>(model: &Model<'_>, fields: impl Iterator<Item = &'i Ident>, cx: &Ctxt) {
    let mut seen: Vec<String> = Vec::new();
    for field in fields {
        let name = plain(field);
        if model.column_of(&name).is_none() {
            cx.error_in(field, no_such_field(model, &name));
        }
        if seen.contains(&name) {
            cx.error_in(field, format!("`{name}` is named twice"));
        }
        seen.push(name);
    }
}

/// The word in a text that is a key must be a field.
fn check_key_text(model: &Model<'_>, text: &syn::LitStr, key: Result<Key<'_>, String>, cx: &Ctxt) {
    match key.map(|key| key.head) {
        Err(message) => cx.error_in(text, message),
        Ok(Head::Word("") | Head::Expression("")) => {
            cx.error_in(text, "name a field, or write an expression");
        }
        Ok(Head::Word(field)) if model.column_of(field).is_none() => {
            cx.error_in(text, no_such_field(model, field));
        }
        Ok(Head::Expression(sql)) if sql.contains('\0') => {
            cx.error_in(text, "name a field, or write an expression");
        }
        Ok(Head::Word(_) | Head::Expression(_)) => {}
    }
}

fn no_such_field(model: &Model<'_>, name: &str) -> String {
    let mut fields: Vec<String> = model.columns().map(|field| plain(field.ident)).collect();
    for special in ["created_at", "updated_at", "deleted_at"] {
        if model.column_of(special).is_some() && !fields.iter().any(|field| field == special) {
            fields.push(special.to_owned());
        }
    }
    let skipped = model.fields.iter().any(|field| plain(field.ident) == name);
    let guess = nearest(name, fields.iter().map(String::as_str));
    let what = match (skipped, guess) {
        (true, _) => format!("`{name}` is skipped: it is no column"),
        (false, Some(guess)) => format!("there is no field `{name}`: did you mean `{guess}`?"),
        (false, None) => format!("there is no field `{name}`"),
    };
    format!("{what}\naccepted here: {}", fields.join(", "))
}

impl Sql {
    /// The text, or the texts by target, as JSON.
    pub(crate) fn to_json(&self) -> String {
        match self {
            Sql::Same(text) => crate::json::quoted(&text.value()),
            Sql::PerTarget(texts) => {
                let mut object = crate::json::Object::new();
                for (target, text) in texts {
                    object.text(target, &text.value());
                }
                object.finish()
            }
        }
    }
}
