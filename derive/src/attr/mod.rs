//! Reads items into attributes: knows each attribute's words and shapes.

mod column;
mod constraint;
mod identity;
mod model;

use proc_macro2::Span;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, ExprLit, ExprPath, ExprUnary, Ident, Lit, LitStr, Path, UnOp};

use crate::ast::{Behaviour, Sql};
use crate::ctxt::Ctxt;
use crate::item::{Item, Key, Value};
use crate::name::{nearest, problem};

pub(crate) use column::column;
pub(crate) use model::model;

/// The words of one kind of attribute, each with an example of how it is written.
pub(crate) type Words = &'static [(&'static str, &'static str)];

/// The databases that a text may be given for.
const TARGETS: [&str; 4] = ["postgres", "mysql", "mariadb", "sqlite"];

/// What a foreign key can do, in our words and in SQL's.
const ACTIONS: [(&str, &str); 5] = [
    ("cascade", "CASCADE"),
    ("restrict", "RESTRICT"),
    ("set_null", "SET NULL"),
    ("set_default", "SET DEFAULT"),
    ("no_action", "NO ACTION"),
];

/// Reads the items of one attribute, and notes which words were given.
pub(crate) struct Reader<'c> {
    pub(crate) cx: &'c Ctxt,
    words: Words,
    /// Words that may be given more than once.
    repeatable: &'static [&'static str],
    pub(crate) given: Vec<(&'static str, Span)>,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(cx: &'c Ctxt, words: Words, repeatable: &'static [&'static str]) -> Self {
        Reader { cx, words, repeatable, given: Vec::new() }
    }

    /// The item's word, if it is one of ours and was not given before.
    pub(crate) fn word(&mut self, item: &Item) -> Option<&'static str> {
        let key = match (item.word(), &item.key) {
            (Some(word), _) => word.to_string(),
            (None, Key::Path(path)) => path.to_token_stream().to_string().replace(' ', ""),
            (None, Key::Text(text)) => format!("{:?}", text.value()),
        };
        let Some((word, _)) = self.words.iter().find(|(word, _)| *word == key) else {
            self.cx.error_at(item.span(), self.unknown(&key));
            return None;
        };
        if self.given.iter().any(|(given, _)| given == word) && !self.repeatable.contains(word) {
            self.cx.error_at(item.span(), format!("`{word}` is given twice"));
            return None;
        }
        self.given.push((word, item.span()));
        Some(word)
    }

    fn unknown(&self, key: &str) -> String {
        let words = self.words.iter().map(|(word, _)| *word);
        let guess = match nearest(key, words.clone()) {
            Some(word) => format!(": did you mean `{word}`?"),
            None => String::new(),
        };
        let known: Vec<&str> = words.collect();
        format!("unknown attribute `{key}`{guess}\naccepted here: {}", known.join(", "))
    }

    /// Says how an attribute is written, at its value.
    pub(crate) fn misshapen(&self, item: &Item) {
        let word = item.word().map(Ident::to_string).unwrap_or_default();
        let example = self.words.iter().find(|(known, _)| *known == word).map_or("", |(_, example)| example);
        let message = format!("write `{word}` like this: `{example}`");
        match &item.value {
            Value::Equals(value) => self.cx.error_in(value, message),
            Value::Bare | Value::List(_) => self.cx.error_at(item.span(), message),
        }
    }

    /// `word`
    pub(crate) fn flag(&self, item: &Item) -> bool {
        let is_bare = matches!(item.value, Value::Bare);
        if !is_bare {
            self.misshapen(item);
        }
        is_bare
    }

    /// `word = "text"`
    pub(crate) fn text(&self, item: &Item) -> Option<LitStr> {
        match &item.value {
            Value::Equals(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => self.without_nul(text),
            Value::Bare | Value::Equals(_) | Value::List(_) => {
                self.misshapen(item);
                None
            }
        }
    }

    /// The text, unless it holds a NUL, which PostgreSQL keeps nowhere.
    fn without_nul(&self, text: &LitStr) -> Option<LitStr> {
        if text.value().contains('\0') {
            self.cx.error_in(text, "a text of the database cannot hold a NUL");
            return None;
        }
        Some(text.clone())
    }

    /// `word = "text"`, where the text is a name that databases take.
    pub(crate) fn name(&self, item: &Item) -> Option<LitStr> {
        let text = self.text(item)?;
        match problem(&text.value()) {
            Some(problem) => {
                self.cx.error_in(&text, problem);
                None
            }
            None => Some(text),
        }
    }

    /// `word = 255`; more than zero unless `zero` is allowed.
    pub(crate) fn number(&self, item: &Item, zero: bool) -> Option<u32> {
        let number = match &item.value {
            Value::Equals(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) => number.base10_parse().ok(),
            Value::Bare | Value::Equals(_) | Value::List(_) => None,
        };
        let number = number.filter(|number| zero || *number > 0);
        if number.is_none() {
            self.misshapen(item);
        }
        number
    }

    /// `word` or `word = true`, `word = false`
    pub(crate) fn boolean(&self, item: &Item) -> Option<bool> {
        match &item.value {
            Value::Bare => Some(true),
            Value::Equals(Expr::Lit(ExprLit { lit: Lit::Bool(value), .. })) => Some(value.value),
            Value::Equals(_) | Value::List(_) => {
                self.misshapen(item);
                None
            }
        }
    }

    /// `word = "sql"` or `word(postgres = "sql", sqlite = "sql")`
    pub(crate) fn sql(&self, item: &Item) -> Option<Sql> {
        match &item.value {
            Value::Equals(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => {
                self.not_blank(text).map(Sql::Same)
            }
            Value::List(items) if !items.is_empty() => self.per_target(items),
            Value::Bare | Value::Equals(_) | Value::List(_) => {
                self.misshapen(item);
                None
            }
        }
    }

    fn per_target(&self, items: &[Item]) -> Option<Sql> {
        let mut texts: Vec<(&'static str, LitStr)> = Vec::new();
        for item in items {
            let word = item.word().map(Ident::to_string).unwrap_or_default();
            let Some(target) = TARGETS.into_iter().find(|target| *target == word) else {
                let guess = nearest(&word, TARGETS).map(|target| format!(": did you mean `{target}`?"));
                let message = format!("unknown target `{word}`{}", guess.unwrap_or_default());
                self.cx.error_at(item.span(), format!("{message}\naccepted here: {}", TARGETS.join(", ")));
                continue;
            };
            if texts.iter().any(|(given, _)| *given == target) {
                self.cx.error_at(item.span(), format!("`{target}` is given twice"));
                continue;
            }
            match &item.value {
                Value::Equals(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => {
                    texts.extend(self.not_blank(text).map(|text| (target, text)));
                }
                Value::Bare | Value::Equals(_) | Value::List(_) => {
                    self.cx.error_at(item.span(), format!("write it like this: `{target} = \"…\"`"));
                }
            }
        }
        (!texts.is_empty()).then_some(Sql::PerTarget(texts))
    }

    fn not_blank(&self, text: &LitStr) -> Option<LitStr> {
        let value = text.value();
        if value.trim().is_empty() {
            self.cx.error_in(text, "the SQL is empty");
            return None;
        }
        self.without_nul(text)
    }

    /// A path that names a model: `Author`, `crate::blog::Author`.
    pub(crate) fn model(&self, path: &Path) -> Option<Path> {
        let last = path.segments.last()?;
        if last.ident.to_string().starts_with(char::is_lowercase) {
            let message = "name a model here, by its struct: `Author`";
            let field = match path.segments.len() {
                1 => "",
                _ => "\na field of it goes behind a comma: `references(Author, email)`",
            };
            self.cx.error_in(path, format!("{message}{field}"));
            return None;
        }
        Some(path.clone())
    }

    /// `word = Model`
    pub(crate) fn model_value(&self, item: &Item) -> Option<Path> {
        match &item.value {
            Value::Equals(Expr::Path(ExprPath { qself: None, path, .. })) => self.model(path),
            Value::Bare | Value::Equals(_) | Value::List(_) => {
                self.misshapen(item);
                None
            }
        }
    }

    /// `word(a, b)`: the names of fields.
    pub(crate) fn fields(&self, item: &Item) -> Vec<Ident> {
        match &item.value {
            Value::List(items) if !items.is_empty() => {
                items.iter().filter_map(|item| self.field(item)).collect()
            }
            Value::Bare | Value::Equals(_) | Value::List(_) => {
                self.misshapen(item);
                Vec::new()
            }
        }
    }

    /// The name of a field, as a word.
    pub(crate) fn field(&self, item: &Item) -> Option<Ident> {
        match (item.word(), &item.value) {
            (Some(word), Value::Bare) => Some(word.clone()),
            (_, Value::Bare | Value::Equals(_) | Value::List(_)) => {
                self.cx.error_at(item.span(), "name a field of the struct here, without quotes");
                None
            }
        }
    }

    /// `on_delete`, `on_update` or `deferrable`.
    pub(crate) fn behaviour(&self, word: &str, item: &Item, behaviour: &mut Behaviour) {
        match word {
            "on_delete" => behaviour.on_delete = self.action(item),
            "on_update" => behaviour.on_update = self.action(item),
            _ => behaviour.deferrable = self.deferrable(item),
        }
    }

    fn action(&self, item: &Item) -> Option<&'static str> {
        let text = self.text(item)?;
        let value = text.value();
        let found = ACTIONS.into_iter().find(|(word, sql)| *word == value || value.eq_ignore_ascii_case(sql));
        if found.is_none() {
            let words = ACTIONS.map(|(word, _)| word);
            let guess = nearest(&value, words).map(|word| format!(": did you mean `{word}`?"));
            let message = format!("unknown action `{value}`{}", guess.unwrap_or_default());
            self.cx.error_in(&text, format!("{message}\naccepted here: {}", words.join(", ")));
        }
        found.map(|(word, _)| word)
    }

    pub(crate) fn deferrable(&self, item: &Item) -> Option<&'static str> {
        match &item.value {
            Value::Bare => Some("immediate"),
            Value::Equals(_) | Value::List(_) => {
                let text = self.text(item)?;
                let found = ["immediate", "deferred"].into_iter().find(|word| *word == text.value());
                if found.is_none() {
                    self.cx.error_in(&text, "accepted here: immediate, deferred");
                }
                found
            }
        }
    }

    /// A literal as the JSON of a default: `0`, `-1`, `0.10`, `true`, `"draft"`.
    pub(crate) fn literal(&self, item: &Item) -> Option<String> {
        let Value::Equals(value) = &item.value else {
            self.misshapen(item);
            return None;
        };
        let (sign, inner) = match value {
            Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => ("-", &**expr),
            other => ("", other),
        };
        let Expr::Lit(ExprLit { lit, .. }) = inner else {
            self.cx.error_in(
                value,
                "a default is a literal; an expression is written in SQL: `default_sql = \"…\"`",
            );
            return None;
        };
        match (lit, sign) {
            (Lit::Str(text), "") => self.without_nul(text).map(|text| crate::json::quoted(&text.value())),
            (Lit::Bool(value), "") => Some(value.value.to_string()),
            (Lit::Int(number), _) if number.suffix().is_empty() => {
                let digits = format!("{sign}{}", number.base10_digits());
                Some(match digits.parse::<i64>() {
                    Ok(number) => number.to_string(),
                    Err(_) => exact(&digits),
                })
            }
            (Lit::Float(number), _) if number.suffix().is_empty() => {
                Some(exact(&format!("{sign}{}", number.base10_digits())))
            }
            _ => {
                self.misshapen(item);
                None
            }
        }
    }
}

/// A number that is kept digit by digit.
fn exact(digits: &str) -> String {
    format!("{{\"number\":\"{digits}\"}}")
}

/// The name of a field: `r#type` is the field `type`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}
