//! The text of an index's key: `name`, `name collate C text_pattern_ops desc nulls last`, `lower(name)`.
//!
//! What follows is told from an expression as PostgreSQL does it: a key is a field, a call or something in
//! parentheses. A text that goes on otherwise (`a || b`) is an expression as a whole.

use crate::json::Object;

/// A key that was read.
pub(crate) struct Key<'t> {
    pub(crate) head: Head<'t>,
    collation: Option<String>,
    class: Option<&'t str>,
    descending: bool,
    nulls: Option<&'static str>,
}

/// What is sorted by.
#[derive(Debug, PartialEq)]
pub(crate) enum Head<'t> {
    /// One word: a field, if there is one of that name.
    Word(&'t str),
    Expression(&'t str),
}

/// Words that stand between two parts of an expression, so are no operator class.
const OPERATORS: &[&str] = &[
    "and", "at", "between", "ilike", "in", "is", "isnull", "like", "not", "notnull", "or", "over",
    "overlaps", "regexp", "glob", "rlike", "match", "div", "mod", "xor", "similar", "operator", "filter",
    "within",
];

/// Words that begin an expression.
const PREFIXES: &[&str] = &["array", "binary", "case", "cast", "exists", "interval", "not", "row"];

/// Reads a key.
///
/// # Errors
/// What is not understood, and how it is written.
pub(crate) fn read<'t>(text: &'t str, is_field: impl Fn(&str) -> bool) -> Result<Key<'t>, String> {
    let (rest, descending, nulls) = split_order(text);
    let whole = Key { head: Head::Expression(rest), collation: None, class: None, descending, nulls };
    let Some((head, tail)) = head(rest, is_field) else { return Ok(whole) };
    let (mut collation, mut class) = (None, None);
    let mut left = tail;
    if let Some(after) = keyword(left, "collate") {
        let Some((name, after)) = name(after) else { return Err(misread(tail)) };
        (collation, left) = (Some(name), after);
    }
    if left.starts_with(is_name_start) && !OPERATORS.iter().any(|word| keyword(left, word).is_some()) {
        let Some((text, after)) = operator_class(left) else { return Err(misread(tail)) };
        (class, left) = (Some(text), after);
    }
    match left.is_empty() {
        true => Ok(Key { head, collation, class, ..whole }),
        false if class.is_some() || left.starts_with(',') => Err(misread(tail)),
        false => Ok(whole),
    }
}

/// Reads a key of an exclusion: what is compared, `with` and the operator.
///
/// # Errors
/// What is not understood, and how it is written.
pub(crate) fn read_exclusion<'t>(
    text: &'t str,
    is_field: impl Fn(&str) -> bool,
) -> Result<(Key<'t>, &'t str), String> {
    let wrong = || "write what is compared and by which operator: `room with =`, `during with &&`".to_owned();
    let (at, _) = text
        .char_indices()
        .filter(|(at, _)| text[..*at].ends_with(char::is_whitespace))
        .rfind(|(at, _)| keyword(&text[*at..], "with").is_some())
        .ok_or_else(wrong)?;
    let operator = keyword(&text[at..], "with").unwrap_or_default().trim();
    let is_symbol = |letter: char| "+-*/<>=~!@#%^&|`?".contains(letter);
    let in_schema = keyword(operator, "operator").and_then(balanced).is_some_and(|end| end.1.is_empty());
    if operator.is_empty() || !(operator.chars().all(is_symbol) || in_schema) {
        return Err(wrong());
    }
    Ok((read(&text[..at], is_field)?, operator))
}

impl Key<'_> {
    /// The key as JSON, with the column that the field is.
    pub(crate) fn write(&self, column: Option<&str>, object: &mut Object) {
        match (&self.head, column) {
            (_, Some(column)) => object.text("column", column),
            (Head::Word(text) | Head::Expression(text), None) => object.text("expression", text),
        }
        object.some_text("collation", self.collation.as_deref());
        object.some_text("opclass", self.class);
        object.flag("descending", self.descending);
        object.some_text("nulls", self.nulls);
    }
}

fn misread(tail: &str) -> String {
    format!(
        "`{tail}` is not understood\nbehind a field, a call or an expression in parentheses may stand, in \
         this order: `collate NAME`, an operator class, `asc` or `desc`, `nulls first` or `nulls last`"
    )
}

/// The field, call or parentheses that a text begins with, and what is behind it.
fn head(text: &str, is_field: impl Fn(&str) -> bool) -> Option<(Head<'_>, &str)> {
    if let Some((inner, tail)) = balanced(text) {
        return Some((Head::Expression(inner.trim()), tail));
    }
    let end = text.find(|letter: char| !is_name_part(letter) && letter != '.').unwrap_or(text.len());
    let (word, tail) = text.split_at(end);
    if word.is_empty() || PREFIXES.iter().any(|prefix| word.eq_ignore_ascii_case(prefix)) && !is_field(word) {
        return None;
    }
    if let Some((_, rest)) = balanced(tail) {
        let call = text[..text.len() - rest.len()].trim_end();
        return Some((Head::Expression(call), rest));
    }
    let follows = tail.is_empty() || tail.starts_with(char::is_whitespace);
    // A word that is no field is told as one only where nothing but a field could stand.
    (follows && !word.contains('.')).then_some((Head::Word(word), tail.trim_start()))
}

/// What stands in the parentheses that a text begins with, and what is behind them.
fn balanced(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut quote = None;
    if !text.starts_with('(') {
        return None;
    }
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') if depth == 1 => return Some((&text[1..at], text[at + 1..].trim_start())),
            (None, ')') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

fn is_name_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn is_name_start(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_' || letter == '"'
}

/// What is behind the word that a text begins with.
fn keyword<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (first, rest) = text.split_at_checked(word.len())?;
    let ends = !rest.starts_with(is_name_part);
    (ends && first.eq_ignore_ascii_case(word)).then(|| rest.trim_start())
}

/// The name that a text begins with, bare or in double quotes, and what is behind it.
fn name(text: &str) -> Option<(String, &str)> {
    if let Some(end) = quoted(text) {
        return Some((text[1..end - 1].replace("\"\"", "\""), text[end..].trim_start()));
    }
    let end = text.find(|letter: char| letter.is_whitespace() || "()\"',".contains(letter));
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (ends && !name.is_empty()).then(|| (name.to_owned(), rest.trim_start()))
}

/// Where the name in double quotes ends that a text begins with.
fn quoted(text: &str) -> Option<usize> {
    let mut at = text.starts_with('"').then_some(1)?;
    loop {
        at += text[at..].find('"')? + 1;
        match text[at..].starts_with('"') {
            true => at += 1,
            false => return (at > 2).then_some(at),
        }
    }
}

/// The operator class that a text begins with: its name, with a schema or not, and its parameters.
fn operator_class(text: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    loop {
        let part = &text[at..];
        let bare = || part.find(|letter| !is_name_part(letter)).unwrap_or(part.len());
        at += quoted(part).or_else(|| Some(bare()).filter(|end| *end > 0))?;
        match text[at..].starts_with('.') {
            true => at += 1,
            false => break,
        }
    }
    let rest = text[at..].trim_start();
    let rest = balanced(rest).map_or(rest, |(_, rest)| rest);
    let class = &text[..text.len() - rest.len()];
    Some((class.trim_end(), rest))
}

/// A key without `asc`, `desc`, `nulls first` and `nulls last` behind it; whether it sorts from high to
/// low; where NULL sorts, if it says so.
fn split_order(text: &str) -> (&str, bool, Option<&'static str>) {
    let without = |text: &str, word: &str| {
        let (rest, last) = text.trim_end().rsplit_once(char::is_whitespace)?;
        last.eq_ignore_ascii_case(word).then_some(rest.trim_end().len())
    };
    let text = text.trim();
    let mut end = text.len();
    let mut nulls = None;
    for word in ["first", "last"] {
        let place = without(text, word).and_then(|place| without(&text[..place], "nulls"));
        if let Some(place) = place {
            (end, nulls) = (place, Some(word));
        }
    }
    if let Some(place) = without(&text[..end], "desc") {
        return (text[..place].trim(), true, nulls);
    }
    let end = without(&text[..end], "asc").unwrap_or(end);
    (text[..end].trim(), false, nulls)
}

#[cfg(test)]
mod tests {
    use super::{Object, read, read_exclusion, split_order};

    fn json(text: &str) -> String {
        let is_field = |word: &str| ["a", "b", "row"].contains(&word);
        match read(text, is_field) {
            Ok(key) => {
                let mut object = Object::new();
                let column = match key.head {
                    super::Head::Word(word) if is_field(word) => Some(word),
                    _ => None,
                };
                key.write(column, &mut object);
                object.finish()
            }
            Err(message) => message.lines().next().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn the_order_behind_an_index_key_is_taken_off() {
        assert_eq!(split_order("b"), ("b", false, None));
        assert_eq!(split_order(" b  DESC "), ("b", true, None));
        assert_eq!(split_order("b asc"), ("b", false, None));
        assert_eq!(split_order("b desc nulls last"), ("b", true, Some("last")));
        assert_eq!(split_order("lower(b) NULLS FIRST"), ("lower(b)", false, Some("first")));
        assert_eq!(split_order("desc"), ("desc", false, None));
    }

    #[test]
    fn collation_and_operator_class_behind_a_field_a_call_or_parentheses() {
        assert_eq!(json("a collate C"), r#"{"column":"a","collation":"C"}"#);
        assert_eq!(json("row text_ops"), r#"{"column":"row","opclass":"text_ops"}"#);
        assert_eq!(
            json("a COLLATE \"de \"\"x\" text_pattern_ops desc nulls last"),
            r#"{"column":"a","collation":"de \"x","opclass":"text_pattern_ops","descending":true,"nulls":"last"}"#
        );
        assert_eq!(
            json("lower(a) s.\"o p\"(siglen='32', x = ')')"),
            r#"{"expression":"lower(a)","opclass":"s.\"o p\"(siglen='32', x = ')')"}"#
        );
        assert_eq!(json("(a || b) collate C"), r#"{"expression":"a || b","collation":"C"}"#);
        assert_eq!(json("(a || b)"), r#"{"expression":"a || b"}"#);
    }

    #[test]
    fn what_goes_on_as_an_expression_is_one() {
        for text in [
            "a || b",
            "lower(a) || b",
            "(a) || (b)",
            "a is null",
            "a in ('x', 'y')",
            "a::text",
            "a->>'b c'",
            "not a",
            "CASE WHEN a THEN b END",
            "a at time zone 'UTC'",
            "a collate C || b",
        ] {
            assert_eq!(json(text), format!("{{\"expression\":\"{text}\"}}"));
        }
    }

    #[test]
    fn what_is_neither_is_refused() {
        assert_eq!(json("a collate"), "`collate` is not understood");
        assert_eq!(json("a text_ops more"), "`text_ops more` is not understood");
        assert_eq!(json("a, b"), r#"{"expression":"a, b"}"#);
        assert_eq!(json("lower(a), b"), "`, b` is not understood");
    }

    #[test]
    fn an_exclusion_has_an_operator_behind_with() {
        let operator = |text| read_exclusion(text, |_| true).map(|(_, operator)| operator);
        assert_eq!(operator("a with ="), Ok("="));
        assert_eq!(operator("tstz(a, b) WITH &&"), Ok("&&"));
        assert_eq!(operator("a with OPERATOR(s.=)"), Ok("OPERATOR(s.=)"));
        for wrong in ["a", "a =", "a with", "a with equals", "with ="] {
            assert!(operator(wrong).is_err(), "{wrong}");
        }
    }
}
