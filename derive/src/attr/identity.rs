//! `identity`, `identity = "always"`, `identity(start = 100, increment = 5)`

use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use super::{Reader, Words};
use crate::item::{Item, Value};
use crate::json::Object;

const WORDS: Words = &[
    ("always", "always"),
    ("serial", "serial"),
    ("start", "start = 100"),
    ("increment", "increment = 5"),
    ("min", "min = 1"),
    ("max", "max = 9999"),
    ("cache", "cache = 20"),
    ("cycle", "cycle"),
    ("sequence", "sequence = \"order_number\""),
];

/// How the database counts, as JSON.
pub(super) fn identity(reader: &Reader<'_>, item: &Item) -> Option<String> {
    let always = |is_always: bool| Some(format!("{{\"always\":{is_always}}}"));
    match &item.value {
        Value::Bare => always(false),
        Value::Equals(_) => match reader.text(item)?.value().as_str() {
            "always" => always(true),
            "by_default" => always(false),
            _ => {
                reader.misshapen(item);
                None
            }
        },
        Value::List(items) if items.is_empty() => {
            reader.misshapen(item);
            None
        }
        Value::List(items) => Some(options(reader, items)),
    }
}

fn options(outer: &Reader<'_>, items: &[Item]) -> String {
    let mut reader = Reader::new(outer.cx, WORDS, &[]);
    let (mut identity, mut sequence) = (Object::new(), Object::new());
    for item in items {
        match reader.word(item) {
            Some(word @ ("always" | "serial")) => identity.flag(word, reader.flag(item)),
            Some("cycle") => sequence.flag("cycle", reader.flag(item)),
            Some("sequence") => {
                sequence.some_text("name", reader.name(item).map(|name| name.value()).as_deref());
            }
            Some(word) => {
                if let Some(number) = number(&reader, word, item) {
                    sequence.raw(word, &number.to_string());
                }
            }
            None => {}
        }
    }
    let given = |word: &str| reader.given.iter().find(|(given, _)| *given == word).map(|(_, span)| *span);
    if let (Some(span), Some(_)) = (given("serial"), given("always")) {
        outer
            .cx
            .error_at(span, "`serial` and `always` exclude each other: a serial column takes other values");
    }
    identity.raw("sequence", &sequence.finish());
    identity.finish()
}

/// A whole number, which a sequence can count with.
fn number(reader: &Reader<'_>, word: &str, item: &Item) -> Option<i64> {
    let (value, sign) = match &item.value {
        Value::Equals(Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. })) => (Some(expr.as_ref()), "-"),
        Value::Equals(value) => (Some(value), ""),
        Value::Bare | Value::List(_) => (None, ""),
    };
    let number = match value {
        Some(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) if number.suffix().is_empty() => {
            format!("{sign}{}", number.base10_digits()).parse().ok()
        }
        _ => None,
    };
    let fits = |number: &i64| match word {
        "increment" => *number != 0,
        "cache" => *number > 0,
        _ => true,
    };
    let number = number.filter(fits);
    if number.is_none() {
        reader.misshapen(item);
    }
    number
}
