//! A table as a struct.

use std::collections::BTreeSet;

use strobila::schema::{Column, DefaultValue, Identity, Table, Type, foreign_key_name};

use super::constraint::{self, Attributes};
use super::enumeration::shown;
use super::names::{snake_of_derive, written};
use super::{World, rust_type};
use crate::emit::literal;

/// Within what a list of attributes stays on one line.
const WIDTH: usize = 96;

/// The file of a table.
pub(super) fn source(world: &World<'_>, table: &Table, crates: &mut BTreeSet<&'static str>) -> String {
    let ident = world.names.table(&table.name);
    let mut words = Vec::new();
    if snake_of_derive(ident) != table.name.name {
        words.push(format!("table = {}", literal(&table.name.name)));
    }
    if let Some(schema) = &table.name.schema {
        words.push(format!("schema = {}", literal(schema)));
    }
    words.extend(table.own_names.then(|| "own_names".to_owned()));
    let comment = Comment::of(table.comment.as_deref());
    let attributes = constraint::attributes(world, table);
    words.extend(attributes.on_struct.iter().cloned());
    words.extend(comment.word.clone());

    let mut out = format!("//! The table `{}`.\n\n", shown(&table.name.name));
    let used: BTreeSet<&str> = used(world, table);
    match used.into_iter().collect::<Vec<_>>().as_slice() {
        [] => {}
        [one] => out.push_str(&format!("use super::{one};\n\n")),
        many => out.push_str(&format!("use super::{{{}}};\n\n", many.join(", "))),
    }
    comment.write(&mut out, "");
    out.push_str("#[derive(strobila::Model)]\n");
    list(&mut out, "model", &words, "");
    out.push_str(&format!("pub struct {ident} {{\n"));
    for column in &table.columns {
        field(world, table, column, &attributes, crates, &mut out);
    }
    out.push_str("}\n");
    out
}

/// The other types of the module that the struct names.
fn used<'w>(world: &'w World<'_>, table: &Table) -> BTreeSet<&'w str> {
    let enums = table.columns.iter().filter_map(|column| column.ty.enum_name());
    let others = table.foreign_keys.values().map(|key| &key.references).filter(|name| **name != table.name);
    enums.map(|name| world.names.item(name)).chain(others.map(|name| world.names.table(name))).collect()
}

/// `#[name(words)]`, on one line or one word a line.
fn list(out: &mut String, name: &str, words: &[String], indent: &str) {
    if words.is_empty() {
        return;
    }
    let line = format!("{indent}#[{name}({})]\n", words.join(", "));
    if line.chars().count() <= WIDTH && !words.iter().any(|word| word.contains('\n')) {
        out.push_str(&line);
        return;
    }
    let words: Vec<String> = words.iter().map(|word| format!("{indent}    {word}")).collect();
    out.push_str(&format!("{indent}#[{name}(\n{}\n{indent})]\n", words.join(",\n")));
}

fn field(
    world: &World<'_>,
    table: &Table,
    column: &Column,
    attributes: &Attributes,
    crates: &mut BTreeSet<&'static str>,
    out: &mut String,
) {
    let name = world.names.field(&table.name, &column.name);
    let comment = Comment::of(column.comment.as_deref());
    let mut ty = rust_type::of(world, &column.ty, crates);
    if column.identity.is_some() && matches!(column.ty, Type::Custom(_)) {
        ty.text = "i64".to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let on_field = attributes.on_field.get(&column.name);
    let (first, rest): (Vec<&String>, Vec<&String>) =
        on_field.into_iter().flatten().partition(|word| *word == "primary_key");
    words.extend(first.into_iter().cloned());
    words.extend(column.identity.as_ref().map(|identity| identity_word(identity, table, column)));
    if name != column.name {
        words.push(format!("name = {}", literal(&column.name)));
    }
    words.extend(ty.words);
    words.extend(column.collation.as_ref().map(|name| format!("collate = {}", literal(name))));
    words.extend(column.default.as_ref().map(|value| default_word(world, value, &column.ty)));
    if let Some(generated) = &column.generated {
        let word = if generated.stored { "generated" } else { "generated_virtual" };
        words.push(format!("{word} = {}", literal(generated.expression.any())));
    }
    words.extend(rest.into_iter().cloned());
    words.extend(comment.word.clone());
    comment.write(out, "    ");
    list(out, "column", &words, "    ");
    let is_key = table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name));
    let text = match column.nullable && !is_key && column.identity.is_none() {
        true => format!("Option<{}>", ty.text),
        false => ty.text,
    };
    out.push_str(&format!("    pub {}: {text},\n", written(name)));
}

/// A literal where the column takes one, else the expression.
fn default_word(world: &World<'_>, value: &DefaultValue, ty: &Type) -> String {
    let dialect = world.dialect;
    let fits = strobila::__private::default_fits(value, ty);
    let digits = |number: &str| {
        let number = number.strip_prefix('-').unwrap_or(number);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        all(whole) && all(fraction)
    };
    let sql = match value {
        DefaultValue::Boolean(value) if fits => return format!("default = {value}"),
        DefaultValue::Integer(value) if fits => return format!("default = {value}"),
        DefaultValue::Number { number } if fits && digits(number) => return format!("default = {number}"),
        DefaultValue::Text(text) if fits && !text.contains('\0') => {
            return format!("default = {}", literal(text));
        }
        DefaultValue::Boolean(value) => value.to_string(),
        DefaultValue::Integer(value) => value.to_string(),
        DefaultValue::Number { number } => number.clone(),
        DefaultValue::Text(text) => dialect.quote_literal(text),
        DefaultValue::Sql { sql } => sql.any().to_owned(),
    };
    format!("default_sql = {}", literal(&sql))
}

fn identity_word(identity: &Identity, table: &Table, column: &Column) -> String {
    let sequence = &identity.sequence;
    let mut words = Vec::new();
    for (word, is_set) in [("always", identity.always), ("serial", identity.serial)] {
        words.extend(is_set.then(|| word.to_owned()));
    }
    let numbers = [
        ("start", sequence.start),
        ("increment", sequence.increment),
        ("min", sequence.min),
        ("max", sequence.max),
        ("cache", sequence.cache),
    ];
    for (word, number) in numbers {
        words.extend(number.map(|number| format!("{word} = {number}")));
    }
    words.extend(sequence.cycle.then(|| "cycle".to_owned()));
    let usual = format!("{}_{}_seq", table.name.name, column.name);
    let name = sequence.name.as_ref().filter(|name| **name != usual);
    words.extend(name.map(|name| format!("sequence = {}", literal(name))));
    match words.as_slice() {
        [] => "identity".to_owned(),
        [one] if one == "always" => "identity = \"always\"".to_owned(),
        words => format!("identity({})", words.join(", ")),
    }
}

/// A comment: as a doc comment where that says the same, else as a word.
struct Comment<'a> {
    doc: Option<&'a str>,
    word: Option<String>,
}

impl<'a> Comment<'a> {
    fn of(text: Option<&'a str>) -> Self {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return Comment { doc: None, word: None };
        };
        let is_line = text.trim() == text && !text.chars().any(crate::text::is_hidden);
        match is_line {
            true => Comment { doc: Some(text), word: None },
            false => Comment { doc: None, word: Some(format!("comment = {}", literal(text))) },
        }
    }

    fn write(&self, out: &mut String, indent: &str) {
        if let Some(text) = self.doc {
            out.push_str(&format!("{indent}/// {text}\n"));
        }
    }
}

/// Whether a foreign key has the name that its column alone gives it.
pub(super) fn has_usual_name(table: &Table, name: &str, columns: &[String]) -> bool {
    foreign_key_name(&table.name.name, columns) == name
}
