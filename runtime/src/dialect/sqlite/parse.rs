//! Reads CREATE TABLE and CREATE INDEX as SQLite stores them: what no pragma tells stands there only.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{closing, trimmed};
use super::lexer::{Kind, Token, tokens};
use crate::schema::{Deferrable, Nulls};

/// What the text of a table says and no pragma does.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TableText {
    /// The name of the primary key.
    pub(super) primary_key: Option<String>,
    pub(super) autoincrement: bool,
    /// Unique constraints, with their names if they have one.
    pub(super) uniques: Vec<(Option<String>, Vec<String>)>,
    /// Checks, with their names if they have one.
    pub(super) checks: Vec<(Option<String>, String)>,
    /// Foreign keys in the order they were declared.
    pub(super) foreign_keys: Vec<KeyText>,
    /// The expression of each generated column.
    pub(super) generated: BTreeMap<String, String>,
    /// The collation of each column that names one.
    pub(super) collations: BTreeMap<String, String>,
    /// What was read and has no place here, or was not understood.
    pub(super) others: Vec<String>,
    /// `STRICT`, `WITHOUT ROWID`.
    pub(super) options: BTreeSet<String>,
}

/// What the text of a foreign key says and no pragma does.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct KeyText {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) deferrable: Option<Deferrable>,
}

/// The text of an index.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct IndexText {
    pub(super) unique: bool,
    pub(super) parts: Vec<PartText>,
    pub(super) predicate: Option<String>,
}

/// One key of an index.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PartText {
    pub(super) key: String,
    pub(super) descending: bool,
    pub(super) nulls: Option<Nulls>,
}

/// Words that end the type of a column.
const CONSTRAINTS: [&str; 12] = [
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
    "DEFERRABLE",
];

/// Reads a CREATE TABLE; none when it has no list of columns.
pub(super) fn table(sql: &str) -> Option<TableText> {
    let tokens = tokens(sql);
    let open = tokens.iter().position(|token| token.is('('))?;
    let close = open + closing(&tokens[open..])?;
    let mut text = TableText::default();
    for definition in split(&tokens[open + 1..close]) {
        Reader { sql, rest: definition, text: &mut text, name: None }.definition();
    }
    for option in split(&tokens[close + 1..]) {
        let words: Vec<&str> = option.iter().map(|token| token.text).collect();
        text.options.insert(words.join(" ").to_ascii_uppercase());
    }
    Some(text)
}

/// Splits at the commas outside parentheses.
fn split<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut depth = 0_i32;
    let is_comma = |token: &Token<'_>| {
        depth += i32::from(token.is('(')) - i32::from(token.is(')'));
        depth == 0 && token.is(',')
    };
    tokens.split(is_comma).filter(|part| !part.is_empty()).collect()
}

/// Reads one definition of a table: a column, or constraints.
struct Reader<'t, 'a, 'o> {
    sql: &'a str,
    rest: &'t [Token<'a>],
    text: &'o mut TableText,
    /// The name that the next constraint has.
    name: Option<String>,
}

impl<'t, 'a> Reader<'t, 'a, '_> {
    fn next(&mut self) -> Option<&'t Token<'a>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn take(&mut self, word: &str) -> bool {
        let is_it = self.rest.first().is_some_and(|token| token.is_word(word));
        if is_it {
            self.next();
        }
        is_it
    }

    fn take_name(&mut self) -> Option<String> {
        self.next()?.name().map(|name| name.into_owned())
    }

    /// What stands in the parentheses that come next.
    fn group(&mut self) -> Option<&'t [Token<'a>]> {
        self.rest.first().filter(|token| token.is('('))?;
        let close = closing(self.rest)?;
        let inner = &self.rest[1..close];
        self.rest = &self.rest[close + 1..];
        Some(inner)
    }

    fn expression(&mut self) -> Option<String> {
        let inner = self.group()?;
        let text = &self.sql[inner.first()?.start..inner.last()?.end()];
        trimmed(text).ok().map(str::to_owned)
    }

    fn names(&mut self) -> Option<Vec<String>> {
        let mut names = Vec::new();
        for part in split(self.group()?) {
            let (first, more) = part.split_first()?;
            names.push(first.name()?.into_owned());
            let is_plain = more.iter().all(|token| token.is_word("ASC") || token.is_word("AUTOINCREMENT"));
            self.text.autoincrement |= more.iter().any(|token| token.is_word("AUTOINCREMENT"));
            if !is_plain {
                self.text.others.push(format!("an order or collation in a key on {}", names.join(", ")));
            }
        }
        Some(names)
    }

    fn definition(mut self) {
        let is_constraint = |token: &Token<'_>| {
            ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|word| token.is_word(word))
        };
        let mut column = None;
        if !self.rest.first().is_some_and(is_constraint) {
            column = self.take_name();
            let is_type = |token: &Token<'_>| !CONSTRAINTS.iter().any(|word| token.is_word(word));
            while self.rest.first().is_some_and(is_type) {
                self.next();
            }
        }
        while !self.rest.is_empty() {
            let before = self.rest;
            if self.constraint(column.as_deref()).is_none() {
                let first = before.first().map_or(0, |token| token.start);
                let end = before.last().map_or(first, Token::end);
                self.text.others.push(format!("`{}`", &self.sql[first..end]));
                return;
            }
        }
    }

    /// Reads one constraint; none when it is not understood.
    fn constraint(&mut self, column: Option<&str>) -> Option<()> {
        let word = self.next()?;
        if word.is_word("CONSTRAINT") {
            self.name = Some(self.take_name()?);
            return Some(());
        }
        let name = self.name.take();
        let own = column.map(|column| vec![column.to_owned()]);
        match word.text.to_ascii_uppercase().as_str() {
            "PRIMARY" => {
                self.take("KEY");
                if own.is_none() {
                    self.names()?;
                } else if self.take("DESC") {
                    self.text.others.push("PRIMARY KEY DESC".to_owned());
                } else {
                    self.take("ASC");
                }
                self.text.primary_key = name;
                self.conflict();
                self.text.autoincrement |= self.take("AUTOINCREMENT");
            }
            "UNIQUE" => {
                let columns = own.or_else(|| self.names())?;
                self.text.uniques.push((name, columns));
                self.conflict();
            }
            "CHECK" => {
                let expression = self.expression()?;
                self.text.checks.push((name, expression));
                self.conflict();
            }
            "FOREIGN" => {
                self.take("KEY");
                let columns = self.names()?;
                self.take("REFERENCES").then_some(())?;
                self.references(name, columns)?;
            }
            "REFERENCES" => self.references(name, own?)?,
            "NOT" if self.take("DEFERRABLE") => self.deferrable(true),
            "DEFERRABLE" => self.deferrable(false),
            "NOT" | "NULL" => {
                self.take("NULL");
                self.conflict();
            }
            "DEFAULT" => self.default()?,
            "COLLATE" => {
                let collation = self.take_name()?;
                self.text.collations.insert(column?.to_owned(), collation);
            }
            "GENERATED" | "AS" => {
                self.take("ALWAYS");
                self.take("AS");
                let expression = self.expression()?;
                self.text.generated.insert(column?.to_owned(), expression);
                let _ = self.take("STORED") || self.take("VIRTUAL");
            }
            _ => return None,
        }
        Some(())
    }

    fn conflict(&mut self) {
        if self.rest.first().is_some_and(|token| token.is_word("ON")) {
            let words: Vec<&str> = self.rest.iter().take(3).map(|token| token.text).collect();
            self.text.others.push(words.join(" ").to_ascii_uppercase());
            self.rest = self.rest.get(3..).unwrap_or_default();
        }
    }

    fn default(&mut self) -> Option<()> {
        if self.group().is_none() {
            let first = self.next()?;
            if first.is('-') || first.is('+') {
                self.next()?;
            }
        }
        Some(())
    }

    fn references(&mut self, name: Option<String>, columns: Vec<String>) -> Option<()> {
        self.take_name()?;
        self.group();
        loop {
            if self.take("ON") {
                self.next()?;
                let action = self.next()?;
                if action.is_word("SET") || action.is_word("NO") {
                    self.next()?;
                }
            } else if self.take("MATCH") {
                // SQLite reads it and does nothing about it.
                self.take_name()?;
            } else {
                break;
            }
        }
        self.text.foreign_keys.push(KeyText { name, columns, deferrable: None });
        Some(())
    }

    fn deferrable(&mut self, not: bool) {
        let mut when = Deferrable::Immediate;
        if self.take("INITIALLY") {
            if self.take("DEFERRED") {
                when = Deferrable::Deferred;
            } else {
                self.take("IMMEDIATE");
            }
        }
        if let Some(key) = self.text.foreign_keys.last_mut() {
            key.deferrable = (!not).then_some(when);
        }
    }
}

/// Reads a CREATE INDEX; none when it is not understood.
pub(super) fn index(sql: &str) -> Option<IndexText> {
    let tokens = tokens(sql);
    let unique = tokens.get(1)?.is_word("UNIQUE");
    let open = tokens.iter().position(|token| token.is('('))?;
    let close = open + closing(&tokens[open..])?;
    let parts = split(&tokens[open + 1..close]);
    let parts = parts.into_iter().map(|part| index_part(sql, part)).collect::<Option<Vec<_>>>()?;
    let predicate = match &tokens[close + 1..] {
        [] => None,
        [word, first, ..] if word.is_word("WHERE") => {
            Some(trimmed(&sql[first.start..]).ok()?.trim_end_matches(';').to_owned())
        }
        _ => return None,
    };
    Some(IndexText { unique, parts, predicate })
}

fn index_part(sql: &str, tokens: &[Token<'_>]) -> Option<PartText> {
    let mut rest = tokens;
    let mut nulls = None;
    if let [before @ .., word, place] = rest
        && word.is_word("NULLS")
        && !before.is_empty()
    {
        nulls = Some(if place.is_word("LAST") { Nulls::Last } else { Nulls::First });
        rest = before;
    }
    let mut descending = false;
    if let [before @ .., last] = rest
        && last.kind == Kind::Word
        && (last.is_word("DESC") || last.is_word("ASC"))
        && !before.is_empty()
    {
        descending = last.is_word("DESC");
        rest = before;
    }
    let key = &sql[rest.first()?.start..rest.last()?.end()];
    Some(PartText { key: key.to_owned(), descending, nulls })
}
