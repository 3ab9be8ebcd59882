//! What tells whether a statement took effect at which the server commits by itself.

use super::super::Trace;
use super::lexer::{Token, significant};
use super::statement::{commits, under_settings};

/// What `SHOW CREATE` shows.
const KINDS: [&str; 7] = ["TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE"];

/// See [`Dialect::trace`](super::super::Dialect::trace).
pub(super) fn trace(sql: &str) -> Trace {
    if !commits(sql) {
        return Trace::Shared;
    }
    let tokens = significant(sql).unwrap_or_default();
    let statement = under_settings(&tokens);
    let Some((verb, rest)) = statement.split_first() else { return Trace::Nothing };
    let is = |words: &[&str]| words.iter().any(|word| verb.is_word(word));
    if is(&["ANALYZE", "OPTIMIZE", "REPAIR", "CHECK", "FLUSH", "GRANT", "REVOKE"]) {
        return Trace::Repeatable;
    }
    let is_definition = is(&["CREATE", "ALTER", "DROP", "RENAME"]);
    let subject = is_definition.then(|| subject(rest)).flatten();
    subject.map_or(Trace::Nothing, Trace::Definition)
}

/// The one thing whose definition changes, as `SHOW CREATE` takes it. An index is its table's.
fn subject(rest: &[Token<'_>]) -> Option<String> {
    // A temporary one is gone with its session.
    let before_name = rest.iter().take_while(|token| !token.is('(')).take(24);
    if before_name.clone().any(|token| token.is_word("TEMPORARY")) {
        return None;
    }
    let at = before_name
        .clone()
        .position(|token| token.is_word("INDEX") || KINDS.iter().any(|kind| token.is_word(kind)))?;
    let kind = &rest[at];
    let mut name = &rest[at + 1..];
    if kind.is_word("INDEX") {
        name = &name[name.iter().position(|token| token.is_word("ON"))? + 1..];
        return Some(format!("TABLE {}", named(name)?));
    }
    // `IF [NOT] EXISTS` stands before a name; RENAME tells by the first that it names, as it is one alone.
    if name.first().is_some_and(|token| token.is_word("IF")) {
        let exists = name.iter().take(3).position(|token| token.is_word("EXISTS"))?;
        name = &name[exists + 1..];
    }
    let kind = KINDS.iter().find(|word| kind.is_word(word))?;
    let shown = if *kind == "VIEW" { "TABLE" } else { kind };
    Some(format!("{shown} {}", named(name)?))
}

/// A name as it is written, with its database when it has one.
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
    fn the_definition_that_tells_is_found() {
        let is = |sql: &str, subject: &str| {
            assert_eq!(trace(sql), Trace::Definition(subject.to_owned()), "{sql}");
        };
        is("ALTER TABLE `po st` ADD COLUMN a int", "TABLE `po st`");
        is("/* x */ alter table if exists db.post rename to p2", "TABLE db.post");
        is("CREATE TABLE IF NOT EXISTS post (`table` int)", "TABLE post");
        is("CREATE UNIQUE INDEX i USING BTREE ON post (a)", "TABLE post");
        is("DROP INDEX `on` ON post", "TABLE post");
        is("RENAME TABLE a TO b", "TABLE a");
        is("CREATE OR REPLACE DEFINER = `a`@`b` VIEW v AS SELECT 1", "TABLE v");
        is("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1", "TRIGGER t");
        is("DROP PROCEDURE p", "PROCEDURE p");
        is("SET STATEMENT max_statement_time = 1 FOR ALTER TABLE a ADD b int", "TABLE a");
    }

    #[test]
    fn what_leaves_nothing_is_told_apart() {
        for (sql, found) in [
            ("UPDATE a SET b = 1", Trace::Shared),
            ("TRUNCATE TABLE a", Trace::Nothing),
            ("CALL p()", Trace::Nothing),
            ("CREATE TEMPORARY TABLE t (a int)", Trace::Nothing),
            ("ALTER DATABASE CHARACTER SET utf8mb4", Trace::Nothing),
            ("ANALYZE TABLE a", Trace::Repeatable),
        ] {
            assert_eq!(trace(sql), found, "{sql}");
        }
    }
}
