//! Pieces of SQL, as the lexer of a server cuts them.

/// What a lexer tells tokens apart by.
pub(super) trait Kinds: Copy + PartialEq {
    /// A keyword or a name without quotes.
    const WORD: Self;
    /// A single character that is nothing else.
    const SYMBOL: Self;

    /// Whether it is neither space nor comment.
    fn is_significant(self) -> bool;
}

/// A piece of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a, Kind> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
}

impl<Kind: Kinds> Token<'_, Kind> {
    /// Whether it is that word, in any case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::WORD && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is that character.
    pub(super) fn is(&self, symbol: char) -> bool {
        self.kind == Kind::SYMBOL && self.text.starts_with(symbol)
    }
}

/// Whether a statement begins with those words.
pub(super) fn begins<Kind: Kinds>(statement: &[Token<'_, Kind>], words: &[&str]) -> bool {
    words.len() <= statement.len() && words.iter().zip(statement).all(|(word, token)| token.is_word(word))
}

/// Cuts a text into tokens; together they are the text again. `token` says what a text begins with, and
/// how many bytes of it that is.
///
/// # Errors
/// What `token` says is wrong.
pub(super) fn cut<Kind>(
    sql: &str,
    token: impl Fn(&str, char) -> Result<(Kind, usize), String>,
) -> Result<Vec<Token<'_, Kind>>, String> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = token(rest, first)?;
        tokens.push(Token { kind, text: &rest[..length] });
        rest = &rest[length..];
    }
    Ok(tokens)
}

/// What every server takes for a space.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

/// The length of what is in quotes, the first of which stands at `start`; a doubled quote belongs to it.
pub(super) fn quoted(rest: &str, start: usize, what: &str) -> Result<usize, String> {
    let bytes = rest.as_bytes();
    let quote = bytes[start];
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None => return Err(format!("{what} does not end")),
            Some(b) if *b == quote && bytes.get(at + 1) == Some(&quote) => at += 2,
            Some(b) if *b == quote => return Ok(at + 1),
            Some(_) => at += 1,
        }
    }
}

/// How long the number is that a text begins with: digits, a point, an exponent. `is_point` says whether
/// the point that the rest begins with belongs to it.
pub(super) fn number(rest: &str, is_point: impl Fn(&str) -> bool) -> usize {
    let digits =
        |from: usize| rest[from..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |n| from + n);
    let mut end = digits(0);
    if rest[end..].starts_with('.') && is_point(&rest[end..]) {
        end = digits(end + 1);
    }
    if rest[end..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    end
}
