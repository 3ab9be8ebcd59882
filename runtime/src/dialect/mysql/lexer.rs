//! Cuts SQL into tokens as MySQL and MariaDB do, with our `sql_mode`: a backslash is a plain character,
//! and double quotes hold a text.

use super::super::token::{self, Kinds, is_space, quoted};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Spaces and line ends.
    Space,
    /// A comment of any form.
    Comment,
    /// A keyword or a name without quotes.
    Word,
    /// A name in backticks.
    Quoted,
    /// A text in double quotes: a name to the SQL standard, a text to these servers.
    Double,
    /// A text in single quotes, `N'…'` included.
    Text,
    /// `X'…'` and `B'…'`.
    Bits,
    /// A number.
    Number,
    /// Any other single character.
    Symbol,
}

/// A piece of SQL.
pub(super) type Token<'a> = token::Token<'a, Kind>;

impl Kinds for Kind {
    const WORD: Self = Kind::Word;
    const SYMBOL: Self = Kind::Symbol;

    fn is_significant(self) -> bool {
        !matches!(self, Kind::Space | Kind::Comment)
    }
}

impl Token<'_> {
    /// The name that a word or a quoted name stands for, in the case in which it is written.
    pub(super) fn identifier(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_owned()),
            Kind::Quoted => Some(unquoted(self.text, "`")),
            Kind::Space
            | Kind::Comment
            | Kind::Double
            | Kind::Text
            | Kind::Bits
            | Kind::Number
            | Kind::Symbol => None,
        }
    }

    /// What stands between the quotes of a text, in single quotes or double ones.
    pub(super) fn value(&self) -> Option<String> {
        match self.kind {
            Kind::Text if self.text.starts_with('\'') => Some(unquoted(self.text, "'")),
            Kind::Double => Some(unquoted(self.text, "\"")),
            Kind::Space
            | Kind::Comment
            | Kind::Word
            | Kind::Quoted
            | Kind::Text
            | Kind::Bits
            | Kind::Number
            | Kind::Symbol => None,
        }
    }
}

fn unquoted(text: &str, quote: &str) -> String {
    text[1..text.len() - 1].replace(&quote.repeat(2), quote)
}

/// Cuts a text into tokens; together they are the text again.
///
/// # Errors
/// What is wrong: something that does not end, a NUL, a comment that the server runs.
pub(super) fn tokens(sql: &str) -> Result<Vec<Token<'_>>, String> {
    token::cut(sql, token)
}

/// The tokens that mean something: neither space nor comment.
///
/// # Errors
/// Those of [`tokens`].
pub(super) fn significant(sql: &str) -> Result<Vec<Token<'_>>, String> {
    let mut tokens = tokens(sql)?;
    tokens.retain(|token| token.kind.is_significant());
    Ok(tokens)
}

fn token(rest: &str, first: char) -> Result<(Kind, usize), String> {
    let second = rest[first.len_utf8()..].chars().next();
    Ok(match (first, second) {
        ('\0', _) => return Err("it holds a NUL character".to_owned()),
        ('#', _) => (Kind::Comment, line(rest)),
        ('-', Some('-')) if begins_comment(&rest[2..]) => (Kind::Comment, line(rest)),
        ('/', Some('*')) => (Kind::Comment, block_comment(rest)?),
        ('\'', _) => (Kind::Text, quoted(rest, 0, "a text")?),
        ('n' | 'N', Some('\'')) => (Kind::Text, quoted(rest, 1, "a text")?),
        ('x' | 'X' | 'b' | 'B', Some('\'')) => (Kind::Bits, quoted(rest, 1, "a text")?),
        ('"', _) => (Kind::Double, quoted(rest, 0, "a text")?),
        ('`', _) => (Kind::Quoted, quoted(rest, 0, "a quoted name")?),
        (c, _) if is_space(c) => (Kind::Space, rest.find(|c| !is_space(c)).unwrap_or(rest.len())),
        (c, _) if c.is_ascii_digit() => number_or_name(rest),
        ('.', Some(c)) if c.is_ascii_digit() => (Kind::Number, number(rest)),
        (c, _) if is_word(c) => (Kind::Word, word(rest)),
        (c, _) => (Kind::Symbol, c.len_utf8()),
    })
}

fn line(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

// `a--1` is a subtraction: behind two dashes a comment needs a space or the end.
fn begins_comment(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| is_space(c) || c.is_control())
}

fn block_comment(rest: &str) -> Result<usize, String> {
    if rest.starts_with("/*!") || rest.starts_with("/*M!") {
        return Err("a comment that begins with `/*!` is run by the server: write it without".to_owned());
    }
    match rest[2..].find("*/") {
        Some(end) => Ok(end + 4),
        None => Err("a comment does not end".to_owned()),
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii()
}

fn word(rest: &str) -> usize {
    rest.find(|c| !is_word(c)).unwrap_or(rest.len())
}

/// A name may begin with digits: `1st` is one, `1e5` and `0x1f` are numbers.
fn number_or_name(rest: &str) -> (Kind, usize) {
    let word = &rest[..word(rest)];
    let is_hexadecimal =
        word.strip_prefix("0x").is_some_and(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()));
    let is_binary = word.strip_prefix("0b").is_some_and(|digits| digits.chars().all(|c| "01".contains(c)));
    if word.len() > 2 && (is_hexadecimal || is_binary) {
        return (Kind::Number, word.len());
    }
    let end = number(rest);
    if end >= word.len() { (Kind::Number, end) } else { (Kind::Word, word.len()) }
}

fn number(rest: &str) -> usize {
    token::number(rest, |_| true)
}

#[cfg(test)]
mod tests {
    use super::{Kind, significant, tokens};

    fn cut(sql: &str) -> Vec<&str> {
        significant(sql).unwrap().into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn every_form_of_text_is_one_token() {
        for (sql, kind) in [
            ("'it''s; -- #'", Kind::Text),
            (r"'\'", Kind::Text),
            ("N'a'", Kind::Text),
            ("x'ff'", Kind::Bits),
            ("\"a\"\"; b\"", Kind::Double),
            ("`a``; b`", Kind::Quoted),
        ] {
            let tokens = tokens(sql).unwrap();
            assert_eq!((tokens.len(), tokens[0].kind), (1, kind), "{sql}");
        }
        assert_eq!(tokens("`a``b`").unwrap()[0].identifier().as_deref(), Some("a`b"));
        assert_eq!(tokens("'it''s'").unwrap()[0].value().as_deref(), Some("it's"));
    }

    #[test]
    fn names_numbers_and_comments_are_told_apart() {
        assert_eq!(
            cut("a$b$ 1.5e-3 .5 1st 0x1F 0xz 1e /* a ' */ z # ;\n y -- '\n--1"),
            ["a$b$", "1.5e-3", ".5", "1st", "0x1F", "0xz", "1e", "z", "y", "-", "-", "1"]
        );
        assert_eq!(cut("naïve\u{a0}name"), ["naïve\u{a0}name"]);
    }

    #[test]
    fn what_does_not_end_or_is_run_by_the_server_is_an_error() {
        for sql in ["'a", "\"a", "`a", "/* ", "a\0b", "/*!50000 DROP */", "/*M!100100 x */", "x'"] {
            tokens(sql).expect_err(sql);
        }
    }

    #[test]
    fn tokens_are_the_whole_text() {
        for sql in ["SELECT 'ä' , é -- é\n\u{1f600} €", "--", "-", "1.", "0x", "/", "@@a:=1", "1é"] {
            let tokens = tokens(sql).unwrap();
            assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), sql);
        }
    }
}
