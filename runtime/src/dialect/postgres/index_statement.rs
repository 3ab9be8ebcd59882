//! What a statement about an index that nobody waits behind says of itself.

#[cfg(feature = "postgres")]
use super::lexer::Token;
use super::lexer::significant;

/// An index that a `CREATE INDEX CONCURRENTLY` makes.
#[cfg(feature = "postgres")]
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Concurrent {
    /// Its name, without a schema: it stands where its table does.
    pub(super) name: String,
    /// Its table as the statement writes it, quotes and schema included.
    pub(super) table: String,
}

/// See [`Dialect::is_patient`](super::super::Dialect::is_patient).
pub(super) fn is_patient(sql: &str) -> bool {
    let tokens = significant(sql).unwrap_or_default();
    let begins = |word: &str| tokens.first().is_some_and(|token| token.is_word(word));
    // Behind the name it would be one itself; REINDEX has options in parentheses too.
    (begins("CREATE") || begins("DROP") || begins("REINDEX"))
        && tokens.iter().take(12).any(|token| token.is_word("CONCURRENTLY"))
        && tokens.iter().take(3).any(|token| token.is_word("INDEX") || token.is_word("REINDEX"))
}

/// The index that a statement makes while others write; none for any other statement, and for one that
/// leaves the name to the server.
#[cfg(feature = "postgres")]
pub(super) fn concurrent(sql: &str) -> Option<Concurrent> {
    let tokens = significant(sql).ok()?;
    let mut rest = tokens.as_slice();
    take(&mut rest, "CREATE").then_some(())?;
    take(&mut rest, "UNIQUE");
    (take(&mut rest, "INDEX") && take(&mut rest, "CONCURRENTLY")).then_some(())?;
    if take(&mut rest, "IF") {
        (take(&mut rest, "NOT") && take(&mut rest, "EXISTS")).then_some(())?;
    }
    let (first, mut rest) = rest.split_first()?;
    (!first.is_word("ON")).then_some(())?;
    let name = first.identifier()?;
    take(&mut rest, "ON").then_some(())?;
    take(&mut rest, "ONLY");
    let (table, rest) = rest.split_first()?;
    let table = match rest {
        [dot, table_in_schema, ..] if dot.is('.') => format!("{}.{}", table.text, table_in_schema.text),
        _ => table.text.to_owned(),
    };
    Some(Concurrent { name, table })
}

#[cfg(feature = "postgres")]
fn take(rest: &mut &[Token<'_>], word: &str) -> bool {
    match rest.split_first() {
        Some((first, behind)) if first.is_word(word) => {
            *rest = behind;
            true
        }
        _ => false,
    }
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use super::*;

    #[test]
    fn the_index_and_its_table_are_found_however_they_are_written() {
        for (sql, name, table) in [
            ("CREATE INDEX CONCURRENTLY a_idx ON a (b)", "a_idx", "a"),
            (
                "create unique index concurrently if not exists \"A \"\"idx\" on only s.\"a\" using btree (b)",
                "A \"idx",
                "s.\"a\"",
            ),
            ("CREATE /* so */ INDEX CONCURRENTLY A_Idx ON A(b)", "a_idx", "A"),
        ] {
            let found = concurrent(sql).unwrap();
            assert_eq!((found.name.as_str(), found.table.as_str()), (name, table), "{sql}");
            assert!(is_patient(sql));
        }
    }

    #[test]
    fn any_other_statement_makes_none() {
        for sql in [
            "CREATE INDEX a_idx ON a (b)",
            "CREATE INDEX concurrently_idx ON a (b)",
            "CREATE INDEX CONCURRENTLY ON a (b)",
            "CREATE TABLE concurrently (a int)",
            "DROP INDEX CONCURRENTLY a_idx",
            "",
        ] {
            assert_eq!(concurrent(sql), None, "{sql}");
        }
        assert!(is_patient("DROP INDEX CONCURRENTLY a_idx"));
        assert!(is_patient("REINDEX (VERBOSE) TABLE CONCURRENTLY a"));
        assert!(!is_patient("CREATE TABLE concurrently (a int)"));
        assert!(!is_patient("CREATE INDEX concurrently_idx ON a (b)"));
    }
}
