//! Cuts SQL into tokens as PostgreSQL does, with `standard_conforming_strings` on.

use super::super::token::{self, Kinds, is_space, quoted};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Spaces and line ends.
    Space,
    /// A comment of either form.
    Comment,
    /// A keyword or a name without quotes.
    Word,
    /// A name in double quotes.
    Quoted,
    /// A string constant of any form, dollar quotes included.
    Text,
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
    /// The name that a word or a quoted name stands for.
    pub(super) fn identifier(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_ascii_lowercase()),
            Kind::Quoted if self.text.starts_with('"') => {
                Some(self.text[1..self.text.len() - 1].replace("\"\"", "\""))
            }
            Kind::Quoted | Kind::Space | Kind::Comment | Kind::Text | Kind::Number | Kind::Symbol => None,
        }
    }

    /// The value of a plain string constant; none for `E''`, `B''`, `U&''`, dollar quotes and constants
    /// that go on over a line end.
    pub(super) fn value(&self) -> Option<String> {
        let inner = self.text.strip_prefix('\'')?.strip_suffix('\'')?;
        let value = inner.replace("''", "\u{0}");
        (!value.contains('\'')).then(|| value.replace('\u{0}', "'"))
    }
}

/// Cuts a text into tokens; together they are the text again.
///
/// # Errors
/// What is wrong: something that does not end, a NUL, a psql command.
pub(super) fn tokens(sql: &str) -> Result<Vec<Token<'_>>, String> {
    token::cut(sql, token)
}

/// The tokens that mean something: neither space nor comment.
pub(super) fn significant(sql: &str) -> Result<Vec<Token<'_>>, String> {
    let mut tokens = tokens(sql)?;
    tokens.retain(|token| token.kind.is_significant());
    Ok(tokens)
}

fn token(rest: &str, first: char) -> Result<(Kind, usize), String> {
    let second = rest[first.len_utf8()..].chars().next();
    Ok(match (first, second) {
        ('\0', _) => return Err("it holds a NUL character".to_owned()),
        ('\\', _) => return Err("it holds a command of psql (`\\`)".to_owned()),
        ('-', Some('-')) => (Kind::Comment, rest.find('\n').unwrap_or(rest.len())),
        ('/', Some('*')) => (Kind::Comment, block_comment(rest)?),
        ('\'', _) => (Kind::Text, string(rest, 0, false)?),
        ('e' | 'E', Some('\'')) => (Kind::Text, string(rest, 1, true)?),
        ('b' | 'B' | 'x' | 'X' | 'n' | 'N', Some('\'')) => (Kind::Text, string(rest, 1, false)?),
        ('u' | 'U', Some('&')) if rest[2..].starts_with('\'') => (Kind::Text, string(rest, 2, false)?),
        ('u' | 'U', Some('&')) if rest[2..].starts_with('"') => {
            (Kind::Quoted, quoted(rest, 2, "a quoted name")?)
        }
        ('"', _) => (Kind::Quoted, quoted(rest, 0, "a quoted name")?),
        ('$', _) => dollar(rest)?,
        (c, _) if is_space(c) => (Kind::Space, rest.find(|c| !is_space(c)).unwrap_or(rest.len())),
        (c, _) if begins_word(c) => (Kind::Word, rest.find(|c| !continues_word(c)).unwrap_or(rest.len())),
        (c, _) if c.is_ascii_digit() => (Kind::Number, number(rest)),
        ('.', Some(c)) if c.is_ascii_digit() => (Kind::Number, number(rest)),
        (c, _) => (Kind::Symbol, c.len_utf8()),
    })
}

// Everything beyond ASCII belongs to names, spaces of other scripts included.
fn begins_word(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

fn continues_word(c: char) -> bool {
    begins_word(c) || c.is_ascii_digit() || c == '$'
}

fn block_comment(rest: &str) -> Result<usize, String> {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0, 0);
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => depth += 1,
            (b'*', b'/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return Ok(at);
        }
    }
    Err("a comment does not end".to_owned())
}

/// The length of a string constant whose quote stands at `start`.
fn string(rest: &str, start: usize, escapes: bool) -> Result<usize, String> {
    let bytes = rest.as_bytes();
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None => return Err("a string does not end".to_owned()),
            Some(b'\\') if escapes => at += 2,
            Some(b'\'') if bytes.get(at + 1) == Some(&b'\'') => at += 2,
            Some(b'\'') => {
                at += 1;
                // A constant goes on, in the same form, after a line end and nothing else.
                match continuation(&rest[at..]) {
                    Some(more) => at += more,
                    None => return Ok(at),
                }
            }
            Some(_) => at += 1,
        }
    }
}

/// How far it is to behind the quote with which a string constant goes on.
fn continuation(rest: &str) -> Option<usize> {
    let mut at = 0;
    let mut has_line_end = false;
    loop {
        let here = &rest[at..];
        let first = here.chars().next()?;
        if first == '\'' {
            return has_line_end.then_some(at + 1);
        } else if is_space(first) {
            has_line_end |= matches!(first, '\n' | '\r');
            at += 1;
        } else if here.starts_with("--") && has_line_end {
            at += here.find('\n')?;
        } else {
            return None;
        }
    }
}

fn dollar(rest: &str) -> Result<(Kind, usize), String> {
    let tag = rest[1..].find(|c| c == '$' || !continues_word(c)).map_or("", |end| &rest[1..=end]);
    let is_tag = rest[1 + tag.len()..].starts_with('$') && !tag.starts_with(|c: char| c.is_ascii_digit());
    if !is_tag {
        return Ok((Kind::Symbol, 1));
    }
    let fence = &rest[..tag.len() + 2];
    match rest[fence.len()..].find(fence) {
        Some(end) => Ok((Kind::Text, end + 2 * fence.len())),
        None => Err(format!("a text in {fence} does not end")),
    }
}

// Two points are no part of a number: they stand between the bounds of an array.
fn number(rest: &str) -> usize {
    token::number(rest, |point| !point.starts_with(".."))
}

#[cfg(test)]
mod tests {
    use super::{Kind, significant, tokens};

    fn cut(sql: &str) -> Vec<&str> {
        significant(sql).unwrap().into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn every_form_of_string_is_one_token() {
        for sql in [
            "'it''s; --'",
            r"'\'",
            r"E'\'; \\'",
            "e'a'\n  'b\\'c'",
            "$$ ; ' $a$ $$",
            "$fn$ $$;$$ $fn$",
            "U&'\\0061'",
            "x'ff'",
            "$é$;$é$",
        ] {
            let tokens = tokens(sql).unwrap();
            assert_eq!((tokens.len(), tokens[0].kind), (1, Kind::Text), "{sql}");
        }
        assert_eq!(cut("'a' 'b'"), ["'a'", "'b'"]);
        assert_eq!(cut("'a' -- no line end 'b'"), ["'a'"]);
    }

    #[test]
    fn names_numbers_and_comments_are_told_apart() {
        assert_eq!(
            cut(r#"a$b$ 1.5e-3 .5 "x"";y" /* a /* ; */ b */ z -- ;"#),
            ["a$b$", "1.5e-3", ".5", r#""x"";y""#, "z"]
        );
        assert_eq!(cut("$1 + 1e"), ["$", "1", "+", "1", "e"]);
        assert_eq!(cut("naïve\u{a0}name"), ["naïve\u{a0}name"]);
    }

    #[test]
    fn what_does_not_end_is_an_error() {
        for sql in ["'a", "\"a", "/* /* */", "$x$ $$", "E'\\'", "E'\\", "a\0b", "\\d", "$é$"] {
            tokens(sql).expect_err(sql);
        }
    }

    #[test]
    fn tokens_are_the_whole_text() {
        for sql in ["SELECT 'ä' , $$ö$$ -- é\n\u{1f600} €", "$", "$$$$", "1.", "'", "E"] {
            if let Ok(tokens) = tokens(sql) {
                assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), sql);
            }
        }
    }
}
