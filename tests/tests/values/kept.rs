//! Texts, bytes and numbers that stay what they are to the last character, or stop the change.

use strobila::Target;

use super::Way;
use super::types::table;

/// The query's rows as one text each, after the way up, and after the way down.
async fn there_and_back(
    from: &str,
    to: &str,
    value: impl Fn(Target) -> String,
    queries: [&str; 2],
) -> Vec<[String; 3]> {
    let (prev, next) = (table(from), table(to));
    let way = Way { prev: &prev, next: &next, ..Way::default() };
    let mut found = Vec::new();
    for mut db in way.each(&[]).await {
        let insert = format!("INSERT INTO visit (count) VALUES ({})", value(db.target));
        db.scratch.session.execute(&insert).await.unwrap();
        db.up().await.unwrap();
        let up = db.read(queries[0]).await.concat();
        db.down().await.unwrap();
        let down = db.read(queries[1]).await.concat();
        found.push([db.target.to_string(), up, down]);
        db.close().await;
    }
    found
}

/// The value, an expression, stops the change on every database, and stays.
async fn stops(from: &str, to: &str, value: impl Fn(Target) -> String) {
    let (prev, next) = (table(from), table(to));
    let way = Way { prev: &prev, next: &next, ..Way::default() };
    for mut db in way.each(&[]).await {
        let value = value(db.target);
        let insert = format!("INSERT INTO visit (count) VALUES ({value}), (NULL)");
        db.scratch.session.execute(&insert).await.unwrap();
        let held = db.read("SELECT count FROM visit WHERE count IS NOT NULL").await;
        db.up().await.expect_err(&format!("{from} {value} to {to}, {}", db.target));
        let kept = db.read("SELECT count FROM visit WHERE count IS NOT NULL").await;
        assert_eq!(kept, held, "{from} {value} to {to}, {}", db.target);
        db.close().await;
    }
}

#[tokio::test]
async fn blanks_at_the_end_of_a_text_stop_a_shorter_one() {
    for from in ["text", "string(50)"] {
        stops(from, "string(3)", |_| "'abc   '".to_owned()).await;
    }
    let bytes = |target| match target {
        Target::Postgres => "convert_to('abc   ', 'UTF8')",
        _ => "X'616263202020'",
    };
    stops("blob", "string(3)", |target| bytes(target).to_owned()).await;
    let (prev, next) = (table("text"), table("string(3)"));
    let way = Way { prev: &prev, next: &next, ..Way::default() };
    for mut db in way.each(&["INSERT INTO visit (count) VALUES ('ab '), ('äöü'), (NULL)"]).await {
        db.up().await.unwrap();
        let kept = db.read("SELECT count FROM visit").await;
        assert_eq!(kept, ["ab ", "äöü", "NULL"], "{}", db.target);
        db.close().await;
    }
}

#[tokio::test]
async fn blanks_at_the_end_of_a_text_stop_a_shorter_one_in_a_list_too() {
    let list = |item: &str| table("text").replace("\"text\"", &format!("{{\"array\":\"{item}\"}}"));
    for from in ["text", "string(50)"] {
        let (prev, next) = (list(from), list("string(3)"));
        let way = Way { prev: &prev, next: &next, ..Way::default() };
        for mut db in way.each(&[]).await {
            let array = |items: [&str; 2]| match db.target {
                Target::Postgres => format!("'{{\"{}\",\"{}\"}}'", items[0], items[1]),
                _ => format!("'[\"{}\",\"{}\"]'", items[0], items[1]),
            };
            let (bad, good) = (array(["ab", "abc  "]), array(["ab ", "abc"]));
            let insert = format!("INSERT INTO visit (count) VALUES ({bad}), (NULL)");
            db.scratch.session.execute(&insert).await.unwrap();
            db.up().await.expect_err(&format!("{from} {}", db.target));
            db.scratch.session.execute(&format!("UPDATE visit SET count = {good}")).await.unwrap();
            db.up().await.unwrap();
            let held = db.read("SELECT count FROM visit").await;
            assert!(held.iter().all(|text| text.contains("ab ")), "{held:?} {from} {}", db.target);
            db.close().await;
        }
    }
}

#[tokio::test]
async fn a_blank_at_the_end_of_a_text_is_no_value_of_an_enum() {
    for from in ["text", "string(50)"] {
        let next = table("text").replace("\"text\"", r#"{"enum":"kind"}"#);
        let next = next.replacen('{', r#"{"enums":[{"name":"kind","values":["new","old"]}],"#, 1);
        let prev = table(from);
        let way = Way { prev: &prev, next: &next, ..Way::default() };
        for mut db in way.each(&["INSERT INTO visit (count) VALUES ('new '), (NULL)"]).await {
            db.up().await.expect_err(&format!("{from} {}", db.target));
            let kept = db.read("SELECT count FROM visit WHERE count IS NOT NULL").await;
            assert_eq!(kept, ["new "], "{from} {}", db.target);
            db.scratch.session.execute("UPDATE visit SET count = 'new'").await.unwrap();
            db.up().await.unwrap();
            db.close().await;
        }
    }
}

#[tokio::test]
async fn the_bytes_of_a_text_are_its_own_though_it_looks_like_a_uuid() {
    let hex = |query: &str, target: &str| match target {
        "postgres" => query.replace("hex(count)", "encode(count, 'hex')"),
        _ => query.to_owned(),
    };
    for text in [
        "0123456789abcdef0123456789abcdef0123",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "sixteen letters!",
        "äöü € 😀 ä",
        "",
    ] {
        let (prev, next) = (table("text"), table("blob"));
        let way = Way { prev: &prev, next: &next, ..Way::default() };
        let digits: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        for mut db in way.each(&[&format!("INSERT INTO visit (count) VALUES ('{text}'), (NULL)")]).await {
            db.up().await.unwrap();
            let sql =
                hex("SELECT lower(hex(count)) FROM visit WHERE count IS NOT NULL", &db.target.to_string());
            assert_eq!(db.read(&sql).await, [digits.as_str()], "{text} {}", db.target);
            db.down().await.unwrap();
            assert_eq!(db.read("SELECT count FROM visit").await, [text, "NULL"], "{text} {}", db.target);
            db.close().await;
        }
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_stop() {
    for to in ["text", "string(20)"] {
        let (prev, next) = (table("blob"), table(to));
        let way = Way { prev: &prev, next: &next, ..Way::default() };
        for mut db in way.each(&[]).await {
            for digits in [
                "FF41",
                "80",
                "E282",
                "41E28241",
                "C080",
                "EDA080",
                "F4908080",
                "C3A9A9",
                "E2C3A982AC",
                "F0C3A9",
                "67E5504410B1426F9247BB680E5FE0C8",
            ] {
                // MariaDB takes half a pair of UTF-16 for a character.
                if digits == "EDA080" && db.target == Target::Mariadb {
                    continue;
                }
                let bytes = match db.target {
                    Target::Postgres => format!("decode('{digits}', 'hex')"),
                    _ => format!("X'{digits}'"),
                };
                let insert = format!("INSERT INTO visit (count) VALUES ({bytes})");
                db.scratch.session.execute(&insert).await.unwrap();
                db.up().await.expect_err(&format!("{digits} {to} {}", db.target));
                let same = format!("SELECT count(*) FROM visit WHERE count = {bytes}");
                assert_eq!(db.read(&same).await, ["1"], "{digits} {to} {}", db.target);
                db.scratch.session.execute("DELETE FROM visit").await.unwrap();
            }
            db.close().await;
        }
    }
}

#[tokio::test]
async fn a_number_of_32_bits_becomes_a_text_with_every_digit() {
    let same = "SELECT count(*) FROM visit WHERE count = 1234567.875";
    for to in ["text", "string(20)"] {
        let found =
            there_and_back("float", to, |_| "1234567.875".to_owned(), ["SELECT count FROM visit", same])
                .await;
        for [target, up, down] in found {
            // PostgreSQL writes as many digits as tell the number from the next.
            let text = if target == "postgres" { "1.2345679e+06" } else { "1234567.875" };
            assert_eq!([&*up, &*down], [text, "1"], "{target}");
        }
    }
}

#[tokio::test]
async fn what_rows_get_in_a_new_column_is_a_value_of_it_or_stops() {
    let schema = |more: &str| {
        format!(r#"{{"tables":[{{"name":"visit","columns":[{{"name":"n","type":"text"}}{more}]}}]}}"#)
    };
    let tried = [
        ("date", "1970-01-01", None),
        ("date", "'1970-01-01'", Some("1970-01-01")),
        ("date", "substr('1970-01-01x', 1, 10)", Some("1970-01-01")),
        ("integer", "'abc'", None),
        ("integer", "n", None),
        ("integer", "length(n)", Some("3")),
        ("smallint", "40000", None),
        ("bigint", "3000000000 * 2", Some("6000000000")),
        ("boolean", "'maybe'", None),
        ("boolean", "length(n) = 3", Some("1")),
        ("uuid", "'not-a-uuid'", None),
        ("uuid", "n", None),
        ("json", "'{nope'", None),
        ("json", "'{\"a\": 1}'", Some("{\"a\": 1}")),
        ("timestamp", "'soon'", None),
        ("datetime", "'soon'", None),
        ("time", "'25:00:00'", None),
        ("decimal(8,2)", "'x'", None),
        ("decimal(8,2)", "1234567", None),
        ("decimal(8,2)", "length(n) * 1.005", Some("3.02")),
        ("double", "'x'", None),
        ("string(3)", "'abcd'", None),
        ("string(3)", "n", Some("abc")),
        ("string(2)", "n", None),
        ("text", "n", Some("abc")),
    ];
    for (ty, fill, becomes) in tried {
        let (prev, next) = (schema(""), schema(&format!(r#",{{"name":"v","type":"{ty}"}}"#)));
        let mut way = Way { prev: &prev, next: &next, ..Way::default() };
        way.fills = [(("visit".into(), "v".to_owned()), fill.into())].into();
        let mut db = way.at_prev(Target::Sqlite, None, &["INSERT INTO visit (n) VALUES ('abc')"]).await;
        match (db.up().await, becomes) {
            (Ok(()), Some(becomes)) => {
                assert_eq!(db.read("SELECT v FROM visit").await, [becomes], "{ty} {fill}")
            }
            (Err(error), None) => {
                assert!(error.contains("\"visit\".\"v\" holds no "), "{ty} {fill}: {error}")
            }
            (done, becomes) => panic!("{ty} {fill}: {done:?}, not {becomes:?}"),
        }
        db.close().await;
        // What may be NULL gets its fill where it becomes required.
        let may = schema(&format!(r#",{{"name":"v","type":"{ty}","nullable":true}}"#));
        let mut way = Way { prev: &may, next: &next, ..Way::default() };
        way.fills = [(("visit".into(), "v".to_owned()), fill.into())].into();
        let mut db = way.at_prev(Target::Sqlite, None, &["INSERT INTO visit (n) VALUES ('abc')"]).await;
        assert_eq!(db.up().await.is_ok(), becomes.is_some(), "{ty} {fill}");
        db.close().await;
    }
}
