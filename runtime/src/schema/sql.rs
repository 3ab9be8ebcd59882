//! A piece of SQL that a person wrote, the same for every target or one text for each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Target;

/// A piece of SQL: one text for every target, or one for each.
///
/// # Examples
/// ```
/// use strobila::{Target, schema::Sql};
/// let sql = Sql::from("length(title) > 0");
/// assert_eq!(sql.get(Target::Sqlite), Some("length(title) > 0"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Sql {
    /// The same text everywhere.
    Same(String),
    /// A text for each target; one that is missing here is an error of `db:generate`.
    PerTarget(BTreeMap<Target, String>),
}

impl Default for Sql {
    /// No text at all.
    fn default() -> Self {
        Sql::Same(String::new())
    }
}

impl Sql {
    /// The text for `target`; MariaDB falls back to MySQL's.
    pub fn get(&self, target: Target) -> Option<&str> {
        match self {
            Sql::Same(text) => Some(text),
            Sql::PerTarget(texts) => texts
                .get(&target)
                .or_else(|| target.fallback().and_then(|other| texts.get(&other)))
                .map(String::as_str),
        }
    }

    /// Any text, for showing: the common one, else that of the first target.
    pub fn any(&self) -> &str {
        match self {
            Sql::Same(text) => text,
            Sql::PerTarget(texts) => texts.values().next().map_or("", String::as_str),
        }
    }

    /// The texts with the identifier `from` replaced by `to`, as a database does it in its stored
    /// expressions when a column is renamed. String literals are left alone.
    pub fn renamed(&self, from: &str, to: &str) -> Sql {
        match self {
            Sql::Same(text) => Sql::Same(rename_in(text, from, to)),
            Sql::PerTarget(texts) => Sql::PerTarget(
                texts.iter().map(|(target, text)| (*target, rename_in(text, from, to))).collect(),
            ),
        }
    }

    /// Whether a text names the identifier.
    pub fn mentions(&self, identifier: &str) -> bool {
        self.texts().any(|text| rename_in(text, identifier, "") != text)
    }

    /// Every text, each once.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let (same, each) = match self {
            Sql::Same(text) => (Some(text), None),
            Sql::PerTarget(texts) => (None, Some(texts.values())),
        };
        same.into_iter().chain(each.into_iter().flatten()).map(String::as_str)
    }
}

impl From<&str> for Sql {
    fn from(text: &str) -> Self {
        Sql::Same(text.to_owned())
    }
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        Sql::Same(text)
    }
}

/// Replaces one identifier, bare or quoted, outside string literals.
fn rename_in(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, replaced) = match first {
            '\'' => (quoted(rest, '\''), None),
            '"' | '`' => {
                let token = quoted(rest, first);
                (token, (token == in_quotes(from, first)).then(|| in_quotes(to, first)))
            }
            c if c.is_alphabetic() || c == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
                let token = &rest[..end.unwrap_or(rest.len())];
                (token, (token == from).then(|| bare_or_quoted(to)))
            }
            c => (&rest[..c.len_utf8()], None),
        };
        out.push_str(replaced.as_deref().unwrap_or(token));
        rest = &rest[token.len()..];
    }
    out
}

fn in_quotes(name: &str, quote: char) -> String {
    let quote = quote.to_string();
    format!("{quote}{}{quote}", name.replace(&quote, &quote.repeat(2)))
}

/// The name as it was written, without quotes, unless it needs them.
fn bare_or_quoted(name: &str) -> String {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.chars().all(is_part) && !name.starts_with(|c: char| c.is_ascii_digit()) {
        return name.to_owned();
    }
    in_quotes(name, '"')
}

/// The quoted token that `text` begins with; a doubled quote belongs to it.
fn quoted(text: &str, quote: char) -> &str {
    let mut at = quote.len_utf8();
    while let Some(end) = text[at..].find(quote) {
        at += end + 1;
        if !text[at..].starts_with(quote) {
            return &text[..at];
        }
        at += 1;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Sql;

    #[test]
    fn renaming_leaves_literals_and_longer_names_alone() {
        let sql = Sql::from("name <> 'name' AND \"name\" = surname");
        assert_eq!(sql.renamed("name", "title"), Sql::from("title <> 'name' AND \"title\" = surname"));
    }

    #[test]
    fn a_name_that_needs_quotes_gets_them() {
        let sql = Sql::from("title <> 'it''s \"title\"' AND \"title\" > ''");
        let renamed = sql.renamed("title", "q\"1");
        assert_eq!(renamed, Sql::from("\"q\"\"1\" <> 'it''s \"title\"' AND \"q\"\"1\" > ''"));
        assert_eq!(renamed.renamed("q\"1", "a"), Sql::from("\"a\" <> 'it''s \"title\"' AND \"a\" > ''"));
    }
}
