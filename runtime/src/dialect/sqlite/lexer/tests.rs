use super::{Kind, check, mentions, subject, tokens};

fn texts(sql: &str) -> Vec<&str> {
    tokens(sql).into_iter().map(|token| token.text).collect()
}

#[test]
fn quotes_comments_and_numbers_are_single_tokens() {
    let sql = r#"a "b""c" [d"] `e``` 'f''--' x'00' 1.5e-3 0xFF -- g ;
        /* h ; */ .5 :p é$"#;
    let want = ["a", "\"b\"\"c\"", "[d\"]", "`e```", "'f''--'", "x'00'", "1.5e-3", "0xFF", ".5", ":p", "é$"];
    assert_eq!(texts(sql), want);
    assert_eq!(tokens("a\"b\"\"c\"")[1].name().as_deref(), Some("b\"c"));
    assert_eq!(tokens("1-2").len(), 3);
    assert_eq!(tokens("'open ;")[0].kind, Kind::Unterminated);
}

#[test]
fn exactly_one_statement_passes() {
    for sql in [
        "DROP TABLE a",
        "DROP TABLE a ; -- gone",
        "INSERT INTO a VALUES ('x; COMMIT')",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = CASE WHEN c THEN 1 END; DELETE FROM d; END;",
        "CREATE TEMP TRIGGER IF NOT EXISTS t AFTER INSERT ON a BEGIN SELECT 1; END",
        "PRAGMA user_version = 3",
        "CREATE TABLE \"begin\" (\"end\" TEXT)",
    ] {
        assert_eq!(check(sql), Ok(()), "{sql}");
    }
}

#[test]
fn a_second_statement_is_named_with_its_place() {
    let error = check("DROP TABLE a; DROP TABLE b").unwrap_err();
    assert!(error.contains("`DROP` at byte 14"), "{error}");
    let error = check("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; DELETE FROM a").unwrap_err();
    assert!(error.contains("`DELETE`"), "{error}");
}

#[test]
fn transactions_pragmas_and_other_files_are_refused() {
    for sql in [
        "BEGIN",
        " /* x */ commit;",
        "END TRANSACTION",
        "ROLLBACK",
        "SAVEPOINT a",
        "RELEASE a",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA main.foreign_keys = OFF",
        "PRAGMA \"legacy_alter_table\" = ON",
        "PRAGMA writable_schema(1)",
        "PRAGMA defer_foreign_keys = 1",
        "PRAGMA journal_mode = WAL",
        "ATTACH 'x' AS x",
        "DETACH x",
        "VACUUM",
        "",
        "-- nothing",
        "SELECT 'open",
        "SELECT '\0'",
    ] {
        assert!(check(sql).is_err(), "{sql}");
    }
}

#[test]
fn the_subject_of_create_and_drop_is_found() {
    let found = |sql: &str| subject(sql).map(|subject| (subject.kind, subject.name));
    let some = |kind: &str, name: &str| Some((kind.to_owned(), name.to_owned()));
    assert_eq!(found("create unique index if not exists main.[a b] on t (c)"), some("index", "a b"));
    assert_eq!(found("DROP TABLE IF EXISTS \"x\"\"y\""), some("table", "x\"y"));
    assert_eq!(found("DELETE FROM x"), None);
}

#[test]
fn a_name_in_a_text_is_not_mentioned() {
    assert!(mentions("length(\"Name\") > 0", "name"));
    assert!(!mentions("title <> 'name' AND surname > 0", "name"));
}

#[test]
fn a_dump_is_its_statements_and_nothing_reaches_another_file() {
    let dump = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a (b);\n\
                CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;\nCOMMIT;\n";
    let lines: Vec<usize> = super::of_file(dump).unwrap().iter().map(|statement| statement.line).collect();
    assert_eq!(lines, [3, 4]);
    assert_eq!(super::of_file("SELECT 1;\nATTACH 'x.db' AS x;").unwrap_err().line, 2);
}
