//! SQLite's tokens, as far as they decide where a statement ends and what it is about.

mod statement;
#[cfg(all(test, feature = "sqlite"))]
mod tests;

use std::borrow::Cow;

#[cfg(feature = "sqlite")]
pub(super) use statement::{Subject, Verb, subject};
pub(super) use statement::{check, of_file};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, or an identifier without quotes.
    Word,
    /// An identifier in `"…"`, `` `…` `` or `[…]`.
    Quoted,
    /// A text in `'…'`.
    Text,
    /// Bytes in `x'…'`.
    Blob,
    /// A number.
    Number,
    /// A bound parameter: `?`, `:a`, `@a`, `$a`.
    Parameter,
    /// One character of punctuation.
    Symbol,
    /// A quote that is opened and never closed.
    Unterminated,
}

/// One token; spaces and comments make none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// The text as it stands there, quotes included.
    pub(super) text: &'a str,
    /// Where it begins, in bytes.
    pub(super) start: usize,
}

impl<'a> Token<'a> {
    /// Where it ends, in bytes.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this keyword, in any case, without quotes.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is this character of punctuation.
    pub(super) fn is(&self, symbol: char) -> bool {
        self.kind == Kind::Symbol && self.text.starts_with(symbol)
    }

    /// The name it stands for. SQLite takes a text in single quotes as a name too, where it expects one.
    pub(super) fn name(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            Kind::Word => Some(Cow::Borrowed(self.text)),
            Kind::Quoted | Kind::Text => Some(unquoted(self.text)),
            Kind::Blob | Kind::Number | Kind::Parameter | Kind::Symbol | Kind::Unterminated => None,
        }
    }
}

fn unquoted(text: &str) -> Cow<'_, str> {
    let quote = &text[..1];
    let inner = &text[1..text.len() - 1];
    if quote == "[" || !inner.contains(quote) {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(inner.replace(&quote.repeat(2), quote))
}

/// Every token of `sql`. Whatever the text is, all of it is read; a quote that is never closed is the
/// last token.
pub(super) fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let (kind, length) = match first {
            c if c.is_ascii_whitespace() || c == '\u{b}' => (None, 1),
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (None, rest[2..].find("*/").map_or(rest.len(), |end| end + 4)),
            '\'' => quoted(rest, '\'', Kind::Text),
            '"' | '`' => quoted(rest, first, Kind::Quoted),
            '[' => match rest.find(']') {
                Some(end) => (Some(Kind::Quoted), end + 1),
                None => (Some(Kind::Unterminated), rest.len()),
            },
            'x' | 'X' if rest[1..].starts_with('\'') => {
                let (kind, length) = quoted(&rest[1..], '\'', Kind::Blob);
                (kind, length + 1)
            }
            c if is_word_start(c) => (Some(Kind::Word), length_while(rest, is_word)),
            c if c.is_ascii_digit() => (Some(Kind::Number), number(rest)),
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => (Some(Kind::Number), number(rest)),
            '?' | ':' | '@' | '$' | '#' => (Some(Kind::Parameter), 1 + length_while(&rest[1..], is_word)),
            c => (Some(Kind::Symbol), c.len_utf8()),
        };
        if let Some(kind) = kind {
            all.push(Token { kind, text: &rest[..length], start: at });
        }
        at += length;
    }
    all
}

// SQLite counts every byte above 127 as a letter.
fn is_word_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

fn is_word(c: char) -> bool {
    is_word_start(c) || c.is_ascii_digit() || c == '$'
}

fn length_while(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

fn quoted(text: &str, quote: char, kind: Kind) -> (Option<Kind>, usize) {
    let mut at = 1;
    while let Some(end) = text[at..].find(quote) {
        at += end + 1;
        if !text[at..].starts_with(quote) {
            return (Some(kind), at);
        }
        at += 1;
    }
    (Some(Kind::Unterminated), text.len())
}

fn number(text: &str) -> usize {
    let mut at = 0;
    for c in text.chars() {
        let is_sign = matches!(c, '+' | '-');
        let exponent = text[..at].ends_with(['e', 'E']) && !text.starts_with("0x") && !text.starts_with("0X");
        if !(c.is_ascii_alphanumeric() || c == '.' || c == '_' || (is_sign && exponent)) {
            break;
        }
        at += 1;
    }
    at
}

/// Whether `name` stands among the tokens of `sql` as an identifier, in any case.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    tokens(sql).iter().any(|token| {
        matches!(token.kind, Kind::Word | Kind::Quoted)
            && token.name().is_some_and(|other| other.eq_ignore_ascii_case(name))
    })
}
