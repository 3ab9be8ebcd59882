//! Checks that a text of a migration is one statement, and leaves transaction and session alone.

use super::super::script;
use super::super::token::begins;
use super::lexer::{Token, significant};

/// See [`Dialect::check_statement`](super::super::Dialect::check_statement).
///
/// # Errors
/// What is wrong with it, in a sentence.
pub(super) fn check(sql: &str) -> Result<(), String> {
    let tokens = significant(sql)?;
    let statement = script::only(&tokens, end_of_statement)?;
    let statement = under_settings(statement);
    leaves_transaction_alone(statement)?;
    leaves_session_alone(statement)?;
    changes_one_table(statement)
}

/// Where the first `;` stands that ends a statement: outside the blocks of a stored program.
pub(super) fn end_of_statement(tokens: &[Token<'_>]) -> Option<usize> {
    let is_program = tokens.first().is_some_and(|token| token.is_word("CREATE"))
        && tokens.iter().take(12).any(|token| {
            ["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"].iter().any(|word| token.is_word(word))
        });
    let mut blocks = 0_usize;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = |word: &str| tokens.get(at + 1).is_some_and(|next| next.is_word(word));
        if token.is(';') && blocks == 0 {
            return Some(at);
        } else if !is_program {
        } else if token.is_word("END") {
            blocks = blocks.saturating_sub(1);
            // `END IF`, `END LOOP` and the like close what one word has opened.
            at += usize::from(["IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"].iter().any(|word| next(word)));
        } else if opens_block(tokens, at) {
            blocks += 1;
        }
        at += 1;
    }
    None
}

fn opens_block(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let begins = at > 0 && [";", ":"].contains(&tokens[at - 1].text);
    let follows = |word: &str| at > 0 && tokens[at - 1].is_word(word);
    let is_body =
        begins || ["THEN", "ELSE", "DO", "BEGIN", "LOOP", "REPEAT"].iter().any(|word| follows(word));
    let calls = tokens.get(at + 1).is_some_and(|next| next.is('('));
    if token.is_word("BEGIN") || token.is_word("CASE") || token.is_word("LOOP") || token.is_word("WHILE") {
        return true;
    }
    // As functions they are no blocks: `IF(a, b, c)`, `REPEAT('x', 3)`; nor is `CREATE … IF NOT EXISTS`.
    (token.is_word("IF") && is_body) || (token.is_word("REPEAT") && is_body && !calls)
}

/// What follows `SET STATEMENT … FOR`, which gives settings to that one statement alone.
pub(super) fn under_settings<'t, 'a>(mut tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    while begins(tokens, &["SET", "STATEMENT"]) {
        let mut depth = 0_usize;
        let end = tokens.iter().position(|token| {
            match token.text {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && token.is_word("FOR")
        });
        let Some(end) = end else { return tokens };
        tokens = &tokens[end + 1..];
    }
    tokens
}

fn leaves_transaction_alone(statement: &[Token<'_>]) -> Result<(), String> {
    let control: &[&[&str]] = &[
        &["BEGIN"],
        &["START", "TRANSACTION"],
        &["COMMIT"],
        &["ROLLBACK"],
        &["SAVEPOINT"],
        &["RELEASE"],
        &["XA"],
        &["SET", "TRANSACTION"],
        &["SET", "SESSION", "TRANSACTION"],
        &["SET", "LOCAL", "TRANSACTION"],
    ];
    script::leaves_transaction_alone(statement, control)
}

/// Variables on which the meaning of every statement that follows hangs.
const GUARDED: [&str; 14] = [
    "autocommit",
    "sql_mode",
    "foreign_key_checks",
    "unique_checks",
    "time_zone",
    "names",
    "character",
    "charset",
    "character_set_client",
    "character_set_connection",
    "collation_connection",
    "explicit_defaults_for_timestamp",
    "check_constraint_checks",
    "role",
];

fn leaves_session_alone(statement: &[Token<'_>]) -> Result<(), String> {
    let refuse = |what: &str| {
        Err(format!("it holds {what}, which changes the session for every statement that follows"))
    };
    for words in
        [&["USE"][..], &["LOCK", "TABLES"], &["LOCK", "TABLE"], &["UNLOCK", "TABLES"], &["DELIMITER"]]
    {
        if begins(statement, words) {
            return refuse(&words.join(" "));
        }
    }
    if begins(statement, &["SET"]) && !begins(statement, &["SET", "PASSWORD"]) {
        for name in assigned(&statement[1..]) {
            if GUARDED.contains(&name.as_str()) {
                return refuse(&format!("SET {name}"));
            }
        }
    }
    let released = ["RELEASE_LOCK", "RELEASE_ALL_LOCKS"];
    match statement.iter().find(|token| released.iter().any(|word| token.is_word(word))) {
        Some(token) => refuse(&token.text.to_uppercase()),
        None => Ok(()),
    }
}

/// The names that a SET gives values to, in lower case.
fn assigned(tokens: &[Token<'_>]) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut expects_name = true;
    for (at, token) in tokens.iter().enumerate() {
        let is_at = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|other| other.is('@'));
        match token.text {
            // `@a` is a variable of the statement's own, `@@a` one of the session.
            "@" if !is_at(at.checked_sub(1)) && !is_at(Some(at + 1)) => expects_name = false,
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," if depth == 0 => expects_name = true,
            "@" | "." | ":" => {}
            _ if !expects_name => {}
            _ if ["GLOBAL", "SESSION", "LOCAL", "PERSIST"].iter().any(|word| token.is_word(word)) => {}
            _ => {
                names.extend(token.identifier().map(|name| name.to_lowercase()));
                expects_name = false;
            }
        }
    }
    names
}

// Each table of a list is dropped or renamed by itself: after a failure nobody knows how far it came.
fn changes_one_table(statement: &[Token<'_>]) -> Result<(), String> {
    let is_list = (begins(statement, &["DROP", "TABLE"])
        || begins(statement, &["DROP", "VIEW"])
        || begins(statement, &["RENAME", "TABLE"]))
        && statement.iter().any(|token| token.is(','));
    if is_list {
        return Err("it names more than one table: give each a statement of its own".to_owned());
    }
    Ok(())
}

/// See [`Dialect::commits`](super::super::Dialect::commits): everything but what reads or changes rows.
pub(super) fn commits(sql: &str) -> bool {
    const KEEP: [&str; 12] = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES", "TABLE", "DO", "SET", "SHOW",
        "EXPLAIN",
    ];
    let Ok(tokens) = significant(sql) else { return true };
    let statement = under_settings(&tokens);
    // Users are kept in tables of the server's; a SET STATEMENT that is left has nothing it is for.
    let is_special =
        ["PASSWORD", "DEFAULT", "STATEMENT"].iter().any(|word| begins(statement, &["SET", word]));
    let first = statement.iter().find(|token| !token.is('('));
    first.is_some_and(|first| is_special || !KEEP.iter().any(|word| first.is_word(word)))
}

/// See [`Dialect::undoes`](super::super::Dialect::undoes): what changes one definition, or rows. A
/// procedure may have done anything before it failed.
pub(super) fn undoes(sql: &str) -> bool {
    const WHOLE: [&str; 9] =
        ["CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "INSERT", "UPDATE", "DELETE", "REPLACE"];
    let Ok(tokens) = significant(sql) else { return false };
    under_settings(&tokens).first().is_some_and(|first| WHOLE.iter().any(|word| first.is_word(word)))
}

#[cfg(test)]
mod tests {
    use super::{check, commits, undoes};

    #[test]
    fn a_procedure_may_leave_something_behind() {
        assert!(undoes("/* x */ ALTER TABLE a ADD b int") && undoes("update a set b = 1"));
        assert!(!undoes("CALL p()") && !undoes("OPTIMIZE TABLE a") && !undoes("'"));
    }

    #[test]
    fn what_changes_rows_alone_does_not_commit() {
        for sql in
            ["UPDATE a SET b = 1", "/* x */ (SELECT 1)", "with a AS (SELECT 1) DELETE FROM b", "SET @a = 1"]
        {
            assert!(!commits(sql), "{sql}");
        }
        for sql in
            ["ALTER TABLE a COMMENT='x'", "TRUNCATE a", "CALL p()", "OPTIMIZE TABLE a", "/*! x */ SELECT 1"]
        {
            assert!(commits(sql), "{sql}");
        }
    }

    #[test]
    fn what_runs_under_other_settings_is_judged_as_it_stands() {
        for sql in [
            "SET STATEMENT max_statement_time = 1 FOR ALTER TABLE a ADD b int",
            "SET STATEMENT a = (SELECT 1 FOR UPDATE), b = 2 FOR SET STATEMENT c = 3 FOR DROP TABLE a",
            "SET PASSWORD = 'x'",
            "SET DEFAULT ROLE a",
            "SET STATEMENT a = 1",
        ] {
            assert!(commits(sql), "{sql}");
        }
        let update = "SET STATEMENT max_statement_time = 1 FOR UPDATE a SET b = 1";
        assert!(!commits(update) && undoes(update) && check(update).is_ok());
        for (sql, reason) in [
            ("SET STATEMENT max_statement_time = 1 FOR COMMIT", "COMMIT"),
            ("SET STATEMENT a = 1 FOR SET STATEMENT b = 1 FOR SET autocommit = 0", "SET autocommit"),
            ("SET STATEMENT a = 1 FOR DROP TABLE a, b", "more than one table"),
        ] {
            let error = check(sql).expect_err(sql);
            assert!(error.contains(reason), "{sql}: {error}");
        }
    }

    #[test]
    fn one_statement_passes_whatever_it_holds() {
        for sql in [
            "SELECT 1;",
            "SELECT ';' # ; COMMIT",
            "/* ; */ UPDATE a SET b = \";\" ;; ",
            "CREATE PROCEDURE p() BEGIN IF a THEN SELECT IF(1, 2, 3); END IF; CASE WHEN b THEN SELECT 1; END CASE; END;",
            "CREATE DEFINER = `a`@`b` TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = CASE WHEN c THEN 1 END; END",
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1",
            "CREATE PROCEDURE IF NOT EXISTS p() BEGIN DECLARE i INT; l: LOOP LEAVE l; END LOOP; WHILE 1 DO SELECT REPEAT('x', 2); END WHILE; END",
            "SET @a = (SELECT 1, 2), @b = 3",
            "DROP TABLE a",
            "SELECT `begin` FROM `commit`",
            "ALTER TABLE a ADD COLUMN b int, DROP COLUMN c",
        ] {
            assert_eq!(check(sql), Ok(()), "{sql}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for (sql, reason) in [
            ("", "no statement"),
            (" ; -- x", "no statement"),
            ("SELECT 1; SELECT 2", "more than one statement"),
            ("CREATE PROCEDURE p() BEGIN SELECT 1; END; SELECT 2", "more than one statement"),
            ("SELECT 'a\\'; COMMIT -- '", "more than one statement"),
            ("/* x */ commit", "COMMIT"),
            ("Begin", "BEGIN"),
            ("START TRANSACTION", "START"),
            ("ROLLBACK TO a", "ROLLBACK"),
            ("SAVEPOINT a", "SAVEPOINT"),
            ("XA START 'a'", "XA"),
            ("USE other", "USE"),
            ("SET @a = 1, SESSION sql_mode = ''", "SET sql_mode"),
            ("set @@session.foreign_key_checks = 0", "session"),
            ("SET NAMES latin1", "SET names"),
            ("SET autocommit = 0", "SET autocommit"),
            ("LOCK TABLES a WRITE", "LOCK TABLES"),
            ("SELECT release_all_locks()", "RELEASE_ALL_LOCKS"),
            ("DROP TABLE a, b", "more than one table"),
            ("RENAME TABLE a TO b, c TO d", "more than one table"),
            ("/*!40101 SET NAMES utf8 */", "run by the server"),
            ("SELECT 'a", "does not end"),
        ] {
            let error = check(sql).expect_err(sql);
            assert!(error.contains(reason), "{sql}: {error}");
        }
    }
}
