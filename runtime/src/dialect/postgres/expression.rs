//! Expressions that a person or the server wrote: made safe to stand inside a statement of ours.

use super::lexer::{Kind, Token, significant, tokens};

/// The expression without comments, without parentheses around all of it, with portable words put in
/// PostgreSQL's.
///
/// # Errors
/// Why it cannot stand inside another statement.
pub(super) fn clean(text: &str) -> Result<String, String> {
    let tokens = tokens(text)?;
    let mut cleaned = String::with_capacity(text.len());
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Comment => cleaned.push(' '),
            Kind::Word if is_uuid_call(&tokens, at) => cleaned.push_str("gen_random_uuid"),
            _ => cleaned.push_str(token.text),
        }
    }
    let cleaned = without_parentheses(cleaned.trim())?;
    if cleaned.is_empty() { Err("it is empty".to_owned()) } else { Ok(cleaned.to_owned()) }
}

// PostgreSQL has no function `uuid`; the word is ours.
fn is_uuid_call(tokens: &[Token<'_>], at: usize) -> bool {
    let is_qualified = at > 0 && tokens[at - 1].is('.');
    let mut rest = tokens[at + 1..].iter().filter(|token| token.kind != Kind::Space);
    tokens[at].is_word("uuid")
        && !is_qualified
        && rest.next().is_some_and(|token| token.is('('))
        && rest.next().is_some_and(|token| token.is(')'))
}

fn without_parentheses(text: &str) -> Result<&str, String> {
    let tokens = significant(text)?;
    let mut open = Vec::new();
    let mut wraps_all = false;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" => open.push((at, token.text)),
            ")" | "]" => {
                let (start, bracket) = open.pop().ok_or("a parenthesis closes that was not opened")?;
                if (bracket == "(") != (token.text == ")") {
                    return Err("parentheses and brackets cross".to_owned());
                }
                wraps_all = token.text == ")" && start == 0 && at + 1 == tokens.len();
            }
            ";" => return Err("a `;` ends it".to_owned()),
            _ => {}
        }
    }
    if !open.is_empty() {
        return Err("a parenthesis does not close".to_owned());
    }
    match text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        // A query is an expression only in its parentheses.
        Some(_)
            if tokens
                .get(1)
                .is_some_and(|token| ["SELECT", "WITH", "VALUES"].iter().any(|word| token.is_word(word))) =>
        {
            Ok(text)
        }
        Some(inner) if wraps_all => without_parentheses(inner.trim()),
        _ => Ok(text),
    }
}

/// Whether the expression names the identifier, bare in any case or quoted.
pub(super) fn mentions(expression: &str, identifier: &str) -> bool {
    significant(expression)
        .is_ok_and(|tokens| tokens.iter().any(|token| token.identifier().as_deref() == Some(identifier)))
}

/// Whether the expression reads rows: through a query of its own.
pub(super) fn holds_query(expression: &str) -> bool {
    significant(expression).is_ok_and(|tokens| tokens.iter().any(|token| token.is_word("SELECT")))
}

/// The expression as DEFAULT takes it: in parentheses unless it is one constant, name or call, since
/// the grammar allows no `AT TIME ZONE`, `IN` or `IS` there.
pub(super) fn for_default(expression: &str) -> String {
    let Ok(tokens) = significant(expression) else { return format!("({expression})") };
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        let is_first = at == 0;
        match token.text {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            _ if depth > 0 || is_first => {}
            "." | ":" => {}
            _ if token.kind != Kind::Symbol && (tokens[at - 1].is('.') || tokens[at - 1].is(':')) => {}
            _ => return format!("({expression})"),
        }
    }
    expression.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{clean, for_default, mentions};

    #[test]
    fn comments_and_outer_parentheses_go() {
        for (text, cleaned) in [
            ("(a > 0)", "a > 0"),
            ("((a)) -- why", "a"),
            ("(a) > (b)", "(a) > (b)"),
            ("((select a))", "(select a)"),
            ("a /* (; */ > ')'", "a   > ')'"),
            ("lower(uuid()::text)", "lower(gen_random_uuid()::text)"),
            ("x.uuid() = 'uuid()'", "x.uuid() = 'uuid()'"),
        ] {
            assert_eq!(clean(text).as_deref(), Ok(cleaned));
        }
    }

    #[test]
    fn what_would_break_out_is_refused() {
        for text in ["", " -- x", "a) OR (b", "(a", "a; DROP TABLE b", "'a", "(a]", "a\0"] {
            clean(text).expect_err(text);
        }
    }

    #[test]
    fn a_default_gets_parentheses_when_the_grammar_wants_them() {
        for text in
            ["now()", "'a'::text", "gen_random_uuid()", "ARRAY[1, 2]", "pg_catalog.now()", "CURRENT_DATE"]
        {
            assert_eq!(for_default(text), text);
        }
        assert_eq!(for_default("now() AT TIME ZONE 'UTC'"), "(now() AT TIME ZONE 'UTC')");
        assert_eq!(for_default("-1"), "(-1)");
    }

    #[test]
    fn a_name_is_found_bare_or_quoted_but_not_in_a_text() {
        assert!(mentions("Lower(Name) > ''", "name") && mentions("\"Na\"\"me\" > ''", "Na\"me"));
        assert!(!mentions("'name' <> full_name", "name") && !mentions("\"Name\" > ''", "name"));
    }
}
