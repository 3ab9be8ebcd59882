//! Checks that a text of a migration is one statement, and leaves transaction and session alone.

use super::super::script::{self, FileProblem, FileStatement, Part};
use super::super::token::begins;
use super::lexer::{Kind, Token, significant};

/// See [`Dialect::check_statement`](super::super::Dialect::check_statement).
pub(super) fn check(sql: &str) -> Result<(), String> {
    let tokens = significant(sql)?;
    let statement = script::only(&tokens, end_of_statement)?;
    leaves_transaction_alone(statement)?;
    leaves_session_alone(statement)?;
    leaves_stream_alone(statement)
}

/// See [`Dialect::is_beneath_tables`](super::super::Dialect::is_beneath_tables).
pub(super) fn is_beneath_tables(sql: &str) -> bool {
    let tokens = significant(sql).unwrap_or_default();
    let kinds = ["DOMAIN", "EXTENSION", "TYPE", "COLLATION", "SCHEMA"];
    // An enum belongs to an operation, which makes it.
    kinds.iter().any(|kind| begins(&tokens, &["CREATE", kind])) && !tokens.iter().any(|token| token.is_word("ENUM"))
        // A step of ours makes a schema only where it is not there.
        || begins(&tokens, &["DO"]) && tokens.iter().any(|token| token.text.contains("CREATE SCHEMA "))
}

/// Where the first `;` stands that ends a statement: outside parentheses (`CREATE RULE … DO (a; b)`)
/// and outside the `BEGIN ATOMIC … END` of a function.
fn end_of_statement(tokens: &[Token<'_>]) -> Option<usize> {
    let is_routine = tokens.first().is_some_and(|token| token.is_word("CREATE"))
        && tokens.iter().take(4).any(|token| token.is_word("FUNCTION") || token.is_word("PROCEDURE"));
    let (mut parentheses, mut blocks) = (0_usize, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => parentheses += 1,
            ")" => parentheses = parentheses.saturating_sub(1),
            ";" if parentheses == 0 && blocks == 0 => return Some(at),
            _ if !is_routine => {}
            _ if token.is_word("BEGIN") && tokens.get(at + 1).is_some_and(|next| next.is_word("ATOMIC")) => {
                blocks += 1;
            }
            _ if token.is_word("CASE") && blocks > 0 => blocks += 1,
            _ if token.is_word("END") => blocks = blocks.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn leaves_transaction_alone(statement: &[Token<'_>]) -> Result<(), String> {
    let control: &[&[&str]] = &[
        &["BEGIN"],
        &["START"],
        &["COMMIT"],
        &["END"],
        &["ROLLBACK"],
        &["ABORT"],
        &["SAVEPOINT"],
        &["RELEASE"],
        &["PREPARE", "TRANSACTION"],
        &["SET", "TRANSACTION"],
        &["SET", "LOCAL", "TRANSACTION"],
        &["SET", "SESSION", "CHARACTERISTICS"],
    ];
    script::leaves_transaction_alone(statement, control)
}

fn leaves_session_alone(statement: &[Token<'_>]) -> Result<(), String> {
    let refuse = |what: &str| {
        Err(format!("it holds {what}, which changes the session for every statement that follows"))
    };
    if begins(statement, &["DISCARD"]) {
        return refuse("DISCARD");
    }
    let named = match statement {
        [set, scope, rest @ ..]
            if set.is_word("SET") && (scope.is_word("SESSION") || scope.is_word("LOCAL")) =>
        {
            rest.first()
        }
        [set, rest @ ..] if set.is_word("SET") || set.is_word("RESET") => rest.first(),
        _ => None,
    };
    let guarded = ["search_path", "schema", "standard_conforming_strings", "authorization", "all"];
    if let Some(name) = named.and_then(Token::identifier)
        && guarded.contains(&name.to_lowercase().as_str())
    {
        return refuse(&format!("{} {name}", statement[0].text.to_uppercase()));
    }
    for (at, token) in statement.iter().enumerate() {
        match token.identifier().as_deref() {
            Some("pg_advisory_unlock_all") => return refuse("pg_advisory_unlock_all"),
            Some("set_config") if sets_search_path(&statement[at + 1..]) => {
                return refuse("set_config('search_path', …)");
            }
            _ => {}
        }
    }
    Ok(())
}

fn sets_search_path(arguments: &[Token<'_>]) -> bool {
    match arguments {
        [open, name, ..] if open.is('(') && name.kind == Kind::Text => {
            name.text.to_lowercase().contains("search_path")
        }
        _ => false,
    }
}

// The driver does not speak the COPY protocol: it would break the connection.
fn leaves_stream_alone(statement: &[Token<'_>]) -> Result<(), String> {
    let streams = |token: &Token<'_>| token.is_word("STDIN") || token.is_word("STDOUT");
    if begins(statement, &["COPY"]) && statement.iter().any(streams) {
        return Err(
            "it copies from or to the client: use INSERT, or COPY with a file of the server".to_owned()
        );
    }
    Ok(())
}

/// See [`Dialect::statements`](super::super::Dialect::statements). What pg_dump writes is understood.
pub(super) fn of_file(file: &str) -> Result<Vec<FileStatement>, FileProblem> {
    let mut is_data = false;
    let plain: Vec<&str> = file
        .split('\n')
        .map(|line| {
            // Rows follow for psql alone, up to `\.`.
            let is_left_out = is_data || is_restriction(line);
            is_data = if is_data { line.trim_end() != "\\." } else { copies(line) };
            if is_left_out || is_data { "" } else { line }
        })
        .collect();
    let plain = plain.join("\n");
    let tokens = significant(&plain).map_err(|message| FileProblem { line: 1, message })?;
    let end = |rest: &[Token<'_>]| end_of_statement(rest).unwrap_or(rest.len());
    script::cut(&plain, &tokens, |token| token.text, end, part)
}

/// pg_dump writes them around everything, for psql alone.
fn is_restriction(line: &str) -> bool {
    line.starts_with("\\restrict ") || line.starts_with("\\unrestrict ")
}

/// Whether a line of a dump says that rows follow it.
fn copies(line: &str) -> bool {
    line.starts_with("COPY ") && line.trim_end().ends_with(" FROM stdin;")
}

fn part(statement: &[Token<'_>], sql: &str) -> Result<Part, String> {
    let is_any = |all: &[&[&str]]| all.iter().any(|words| begins(statement, words));
    let sets_up = is_any(&[
        &["SET"],
        &["RESET"],
        &["GRANT"],
        &["REVOKE"],
        &["BEGIN"],
        &["START", "TRANSACTION"],
        &["COMMIT"],
        &["ALTER", "DEFAULT", "PRIVILEGES"],
    ]);
    let sets_path = is_any(&[&["SELECT"]]) && statement.iter().any(|token| token.is_word("set_config"));
    let gives = is_any(&[&["ALTER"]]) && statement.windows(2).any(|pair| begins(pair, &["OWNER", "TO"]));
    if sets_up || sets_path || gives {
        return Ok(Part::LeaveOut);
    }
    let beyond = ["DATABASE", "ROLE", "USER", "GROUP", "TABLESPACE", "SYSTEM"];
    if is_any(&[&["CREATE"], &["ALTER"], &["DROP"]])
        && let Some(word) = beyond.iter().find(|word| statement.get(1).is_some_and(|it| it.is_word(word)))
    {
        return Err(format!("it changes a {}, which is more than a schema", word.to_lowercase()));
    }
    check(sql).map(|()| Part::Run)
}

#[cfg(test)]
mod tests {
    use super::{check, of_file};

    #[test]
    fn one_statement_passes_whatever_it_holds() {
        for sql in [
            "SELECT 1;",
            "SELECT ';' -- ; COMMIT",
            "/* ; */ UPDATE a SET b = $$;$$ ;; ",
            "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$",
            "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END;",
            "CREATE RULE r AS ON INSERT TO a DO ALSO (DELETE FROM b; DELETE FROM c)",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = x AS 'SELECT 1'",
            "ALTER ROLE me SET search_path = x",
            "DO $$ BEGIN NULL; END $$",
            "SET LOCAL lock_timeout = '1s'",
            "PREPARE a AS SELECT 1",
            "COPY a FROM '/data/a.csv'",
            "SELECT \"begin\" FROM \"commit\"",
            "INSERT INTO a VALUES ('set_config(''search_path'', 1)')",
        ] {
            assert_eq!(check(sql), Ok(()), "{sql}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for (sql, reason) in [
            ("", "no statement"),
            (" ; -- x", "no statement"),
            ("SELECT 1; SELECT 2", "more than one"),
            ("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2", "more than one"),
            ("SELECT $a$ $a$; COMMIT", "more than one"),
            ("/* x */ commit", "COMMIT"),
            ("Begin;", "BEGIN"),
            ("START TRANSACTION", "START"),
            ("END", "END"),
            ("ABORT", "ABORT"),
            ("ROLLBACK TO a", "ROLLBACK"),
            ("SAVEPOINT a", "SAVEPOINT"),
            ("RELEASE a", "RELEASE"),
            ("PREPARE TRANSACTION 'x'", "PREPARE TRANSACTION"),
            ("SET TRANSACTION READ ONLY", "SET TRANSACTION"),
            ("SET search_path = x", "SET search_path"),
            ("SET LOCAL \"search_path\" TO x", "SET search_path"),
            ("set session SCHEMA 'x'", "SET schema"),
            ("RESET ALL", "RESET all"),
            ("DISCARD ALL", "DISCARD"),
            ("SELECT pg_catalog.set_config ( E'search_path', 'x', false)", "set_config"),
            ("SELECT pg_advisory_unlock_all()", "pg_advisory_unlock_all"),
            ("COPY a FROM STDIN", "COPY with a file"),
            ("\\d author", "psql"),
            ("SELECT 'a", "does not end"),
        ] {
            let error = check(sql).expect_err(sql);
            assert!(error.contains(reason), "{sql}: {error}");
        }
    }

    #[test]
    fn a_dump_is_its_statements_and_nothing_reaches_another_database() {
        let dump = "\\restrict x\n\nSET lock_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\
                    CREATE TABLE public.a (id integer);\nALTER TABLE public.a OWNER TO bob;\n\
                    CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql;\n\\unrestrict x\n";
        let lines: Vec<usize> = of_file(dump).unwrap().iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [5, 7]);
        let rows = "CREATE TABLE a (b text);\nCOPY public.a (b) FROM stdin;\nit's\n\\\\.\n\\.\n\nCREATE TABLE c (d text);\n";
        let lines: Vec<usize> = of_file(rows).unwrap().iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [1, 7]);
        for sql in ["DROP DATABASE shop", "CREATE ROLE bob", "ALTER SYSTEM SET a = 1", "COPY a FROM STDIN"] {
            let problem = of_file(&format!("SELECT 1;\n{sql};")).unwrap_err();
            assert_eq!(problem.line, 2, "{sql}: {problem}");
        }
    }
}
