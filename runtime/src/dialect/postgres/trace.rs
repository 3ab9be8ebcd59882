//! What tells whether a statement took effect that cannot run inside a transaction.

use super::super::Trace;
use super::super::token::begins;
use super::lexer::{Token, significant};

/// See [`Dialect::trace`](super::super::Dialect::trace).
pub(super) fn trace(sql: &str) -> Trace {
    let tokens = significant(sql).unwrap_or_default();
    let Some(first) = tokens.first() else { return Trace::Nothing };
    let is = |words: &[&str]| words.iter().any(|word| first.is_word(word));
    let is_online = tokens.iter().take(6).any(|token| token.is_word("CONCURRENTLY"));
    let has = |word: &str| tokens.iter().take(4).any(|token| token.is_word(word));
    if is(&["VACUUM", "ANALYZE", "REINDEX", "CLUSTER", "REFRESH", "CHECKPOINT"]) {
        return Trace::Repeatable;
    }
    if is(&["CREATE"]) && is_online && has("INDEX") {
        let on = tokens.iter().position(|token| token.is_word("ON"));
        let name = on.and_then(|on| named(skip(&tokens[on + 1..], "ONLY")));
        return name.map_or(Trace::Nothing, |name| Trace::Definition(format!("indexes of {name}")));
    }
    if begins(&tokens, &["DROP", "INDEX", "CONCURRENTLY"]) {
        let name = named(skip(skip(&tokens[3..], "IF"), "EXISTS"));
        return name.map_or(Trace::Nothing, |name| Trace::Definition(format!("index {name}")));
    }
    let is_beyond = ["DATABASE", "TABLESPACE", "SYSTEM", "SUBSCRIPTION"].iter().any(|word| has(word));
    // A procedure may commit by itself.
    let is_open = is(&["CALL", "DO"]) || (is(&["CREATE", "ALTER", "DROP"]) && is_beyond);
    let detaches = is(&["ALTER"]) && tokens.iter().any(|token| token.is_word("CONCURRENTLY"));
    if is_open || detaches { Trace::Nothing } else { Trace::Shared }
}

fn skip<'t, 'a>(tokens: &'t [Token<'a>], word: &str) -> &'t [Token<'a>] {
    match tokens {
        [first, rest @ ..] if first.is_word(word) => rest,
        _ => tokens,
    }
}

/// A name as it is written, with its schema when it has one.
fn named(tokens: &[Token<'_>]) -> Option<String> {
    match tokens {
        [first, dot, second, ..] if dot.is('.') && first.identifier().is_some() => {
            second.identifier().map(|_| format!("{}.{}", first.text, second.text))
        }
        [first, ..] => first.identifier().map(|_| first.text.to_owned()),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Trace, trace};

    #[test]
    fn only_what_no_transaction_takes_leaves_a_trace() {
        let is = |sql: &str, subject: &str| {
            assert_eq!(trace(sql), Trace::Definition(subject.to_owned()), "{sql}");
        };
        is("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY \"p o\" (a)", "indexes of \"p o\"");
        is("create index concurrently on s.post (a)", "indexes of s.post");
        is("DROP INDEX CONCURRENTLY IF EXISTS s.i", "index s.i");
        for (sql, found) in [
            ("CREATE INDEX i ON a (b)", Trace::Shared),
            ("ALTER TABLE a ADD b int", Trace::Shared),
            ("ALTER TYPE e ADD VALUE 'x'", Trace::Shared),
            ("UPDATE a SET b = 1", Trace::Shared),
            ("VACUUM a", Trace::Repeatable),
            ("CALL p()", Trace::Nothing),
            ("ALTER TABLE a DETACH PARTITION b CONCURRENTLY", Trace::Nothing),
            ("CREATE DATABASE x", Trace::Nothing),
        ] {
            assert_eq!(trace(sql), found, "{sql}");
        }
    }
}
