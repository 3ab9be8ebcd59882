//! Lists of an enum's values: what becomes of them when the enum or the column changes.

use strobila::Target;

use super::{Tried, Way};

/// An enum with these values, if any, and a column of lists.
fn schema(storage: &str, values: &str, item: &str) -> String {
    let storage = if storage.is_empty() { String::new() } else { format!(r#","storage":"{storage}""#) };
    let enums = if values.is_empty() {
        String::new()
    } else {
        format!(r#"{{"name":"tag","values":[{values}]{storage}}}"#)
    };
    format!(
        r#"{{"enums":[{enums}],"tables":[{{"name":"item","columns":[
            {{"name":"tags","type":{{"array":{item}}},"nullable":true}}]}}]}}"#
    )
}

const TAG: &str = r#"{"enum":"tag"}"#;
const TEXT: &str = r#""text""#;

impl Tried {
    async fn insert(&mut self, items: &[&str]) {
        let list = self.list(items);
        let sql = format!("INSERT INTO item (tags) VALUES ('{list}'), (NULL)");
        self.scratch.session.execute(&sql).await.unwrap();
    }

    /// The list as the database shows it.
    fn list(&self, items: &[&str]) -> String {
        match self.target {
            Target::Postgres => format!("{{{}}}", items.join(",")),
            _ => {
                format!("[{}]", items.iter().map(|item| format!("\"{item}\"")).collect::<Vec<_>>().join(","))
            }
        }
    }

    /// The lists of the table; MariaDB writes a space behind each comma.
    async fn lists(&mut self) -> Vec<String> {
        let lists = self.read("SELECT tags FROM item WHERE tags IS NOT NULL").await;
        lists.into_iter().map(|list| list.replace(", ", ",")).collect()
    }

    async fn holds(&mut self, items: &[&str], when: &str) {
        let list = self.list(items);
        assert_eq!(self.lists().await, [list], "{when}, {}", self.target);
        assert_eq!(self.read("SELECT count(*) FROM item").await, ["2"], "{when}, {}", self.target);
    }
}

#[tokio::test]
async fn a_text_that_is_no_value_stops_a_list_that_becomes_one_of_an_enum() {
    for storage in ["", "text"] {
        // PostgreSQL keeps a value that is added to an enum of its own when a later statement stops.
        let more = if storage.is_empty() { r#""a","b""# } else { r#""a","b","c""# };
        for (prev_values, next_values) in [("", r#""a","b""#), (r#""a","b""#, more)] {
            let prev = schema(storage, prev_values, TEXT);
            let next = schema(storage, next_values, TAG);
            let way = Way { prev: &prev, next: &next, ..Way::default() };
            for mut db in way.each(&[]).await {
                db.insert(&["b", "zzz", "a"]).await;
                let error = db.up().await.expect_err("zzz is no value");
                assert!(error.contains("zzz"), "{error}");
                db.holds(&["b", "zzz", "a"], "refused").await;
                db.scratch.session.execute("DELETE FROM item").await.unwrap();
                db.insert(&["b", "a", "b"]).await;
                db.up().await.unwrap();
                db.holds(&["b", "a", "b"], "up").await;
                db.down().await.unwrap();
                db.holds(&["b", "a", "b"], "down").await;
                db.up().await.unwrap();
                db.close().await;
            }
        }
    }
}

#[tokio::test]
async fn texts_take_the_new_name_of_a_value_when_their_list_joins_the_enum() {
    for storage in ["", "text"] {
        let (prev, next) =
            (schema(storage, r#""new","old""#, TEXT), schema(storage, r#""fresh","old""#, TAG));
        let mut way = Way { prev: &prev, next: &next, ..Way::default() };
        way.renames.values = [(("tag".into(), "fresh".to_owned()), "new".to_owned())].into();
        for mut db in way.each(&[]).await {
            db.insert(&["old", "new"]).await;
            db.up().await.unwrap();
            db.holds(&["old", "fresh"], "up").await;
            db.close().await;
        }
    }
}

#[tokio::test]
async fn values_of_lists_are_added_renamed_and_removed() {
    for storage in ["", "text"] {
        let start = schema(storage, r#""new","old""#, TAG);
        // Added.
        let next = schema(storage, r#""new","old","done""#, TAG);
        let way = Way { prev: &start, next: &next, ..Way::default() };
        for mut db in way.each(&[]).await {
            db.insert(&["old", "new"]).await;
            for _ in 0..2 {
                db.up().await.unwrap();
                db.holds(&["old", "new"], "a value is added").await;
                db.down().await.unwrap();
                db.holds(&["old", "new"], "and goes again").await;
            }
            db.up().await.unwrap();
            db.scratch.session.execute("DELETE FROM item").await.unwrap();
            db.insert(&["done", "old"]).await;
            let error = db.down().await.expect_err("a row holds the value that goes");
            assert!(error.contains("done"), "{error}");
            db.holds(&["done", "old"], "refused").await;
            db.close().await;
        }
        // Renamed.
        let next = schema(storage, r#""fresh","old""#, TAG);
        let mut way = Way { prev: &start, next: &next, ..Way::default() };
        way.renames.values = [(("tag".into(), "fresh".to_owned()), "new".to_owned())].into();
        for mut db in way.each(&[]).await {
            db.insert(&["old", "new", "new"]).await;
            for _ in 0..2 {
                db.up().await.unwrap();
                db.holds(&["old", "fresh", "fresh"], "renamed").await;
                db.down().await.unwrap();
                db.holds(&["old", "new", "new"], "renamed back").await;
            }
            db.close().await;
        }
        // Removed.
        let next = schema(storage, r#""old""#, TAG);
        let way = Way { prev: &start, next: &next, ..Way::default() };
        for mut db in way.each(&[]).await {
            db.insert(&["old", "new"]).await;
            let error = db.up().await.expect_err("a row holds the value that goes");
            assert!(error.contains("new"), "{error}");
            db.holds(&["old", "new"], "refused").await;
            db.scratch.session.execute("DELETE FROM item").await.unwrap();
            db.insert(&["old", "old"]).await;
            for _ in 0..2 {
                db.up().await.unwrap();
                db.holds(&["old", "old"], "a value is removed").await;
                db.down().await.unwrap();
                db.holds(&["old", "old"], "and comes back").await;
            }
            db.close().await;
        }
    }
}

#[tokio::test]
async fn a_value_of_another_enum_stops_a_list_of_this_one() {
    let schema = |item: &str| {
        format!(
            r#"{{"enums":[{{"name":"tag","values":["a","b"],"storage":"text"}},
                {{"name":"mark","values":["b","c"],"storage":"text"}}],"tables":[{{"name":"item","columns":[
                {{"name":"tags","type":{{"array":{{"enum":"{item}"}}}},"nullable":true}}]}}]}}"#
        )
    };
    let (prev, next) = (schema("tag"), schema("mark"));
    let way = Way { prev: &prev, next: &next, ..Way::default() };
    for mut db in way.each(&[]).await {
        db.insert(&["b", "a"]).await;
        db.up().await.expect_err("a is no value");
        db.holds(&["b", "a"], "refused").await;
        db.scratch.session.execute("DELETE FROM item").await.unwrap();
        db.insert(&["b", "b"]).await;
        db.up().await.unwrap();
        db.holds(&["b", "b"], "up").await;
        db.close().await;
    }
}

#[tokio::test]
async fn a_text_that_is_no_list_stops_a_column_of_lists() {
    for (storage, values, item) in [("", "", TEXT), ("", r#""a","b""#, TAG), ("text", r#""a","b""#, TAG)] {
        let next = schema(storage, values, item);
        let prev = schema(storage, values, item).replace(&format!(r#"{{"array":{item}}}"#), TEXT);
        let way = Way { prev: &prev, next: &next, ..Way::default() };
        for mut db in way.each(&[]).await {
            for bad in ["a", r#"{"a":"b"}"#] {
                // That is a list of one text to PostgreSQL.
                if db.target == Target::Postgres && bad != "a" {
                    continue;
                }
                db.scratch
                    .session
                    .execute(&format!("INSERT INTO item (tags) VALUES ('{bad}')"))
                    .await
                    .unwrap();
                let error = db.up().await.expect_err("it is no list");
                assert!(error.contains("holds no list") || db.target == Target::Postgres, "{error}");
                assert_eq!(db.lists().await, [bad], "{}", db.target);
                db.scratch.session.execute("DELETE FROM item").await.unwrap();
            }
            if item == TAG {
                db.insert(&["a", "zzz"]).await;
                db.up().await.expect_err("zzz is no value");
                db.holds(&["a", "zzz"], "refused").await;
                db.scratch.session.execute("DELETE FROM item").await.unwrap();
            }
            db.insert(&["b", "a"]).await;
            db.up().await.unwrap();
            db.holds(&["b", "a"], "up").await;
            db.down().await.unwrap();
            db.holds(&["b", "a"], "down").await;
            db.close().await;
        }
    }
}

/// The JSON of a list as a literal of that database's.
fn literal(target: Target, json: &str) -> String {
    if target == Target::Postgres {
        return format!("'{}'", json.replace('[', "{").replace(']', "}"));
    }
    format!("'{json}'")
}

impl Tried {
    /// The lists of the table as JSON. PostgreSQL knows what the items are: there, and only there, no quotes
    /// tell a text from a number.
    async fn is_json(&mut self, lists: &[&str], when: &str) {
        let is_native = self.target == Target::Postgres;
        let sql = if is_native { "SELECT to_json(tags) FROM item" } else { "SELECT tags FROM item" };
        let plain = |text: &str| {
            // SQLite keeps a decimal as it was written.
            let text = text.replace(", ", ",").replace(".00", "");
            if is_native { text.replace('"', "") } else { text }
        };
        let read: Vec<String> = self.read(sql).await.iter().map(|list| plain(list)).collect();
        let lists: Vec<String> = lists.iter().map(|list| plain(list)).collect();
        assert_eq!(read, lists, "{when}, {}", self.target);
    }
}

/// The JSON of a list, what it becomes, and what that becomes on the way down.
async fn converts(from: &str, to: &str, [list, up, down]: [&str; 3]) {
    let (prev, next) = (schema("", "", from), schema("", "", to));
    let way = Way { prev: &prev, next: &next, ..Way::default() };
    let when = format!("{from} {list} to {to}");
    for mut db in way.each(&[]).await {
        let list = literal(db.target, list);
        let insert =
            format!("INSERT INTO item (tags) VALUES ({list}), (NULL), ({})", literal(db.target, "[]"));
        db.scratch.session.execute(&insert).await.unwrap();
        db.up().await.unwrap_or_else(|error| panic!("{when}, {}: {error}", db.target));
        db.is_json(&[up, "NULL", "[]"], &when).await;
        db.down().await.unwrap_or_else(|error| panic!("down: {when}, {}: {error}", db.target));
        db.is_json(&[down, "NULL", "[]"], &format!("down: {when}")).await;
        db.close().await;
    }
}

/// The JSON of lists that stop the change, and stay.
async fn stops(from: &str, to: &str, lists: &[&str]) {
    let (prev, next) = (schema("", "", from), schema("", "", to));
    let way = Way { prev: &prev, next: &next, ..Way::default() };
    for list in lists {
        let when = format!("{from} {list} to {to}");
        for mut db in way.each(&[]).await {
            let insert = format!("INSERT INTO item (tags) VALUES ({})", literal(db.target, list));
            db.scratch.session.execute(&insert).await.unwrap();
            let error = db.up().await.expect_err(&format!("{when}, {}", db.target));
            if db.target == Target::Sqlite {
                assert!(error.contains("\"item\".\"tags\" holds no "), "{error}");
            }
            db.is_json(&[list], &when).await;
            db.close().await;
        }
    }
}

const SHORT: &str = r#""string(3)""#;
const DECIMAL: &str = r#""decimal(5,2)""#;

#[tokio::test]
async fn texts_of_a_list_become_values_of_another_type_and_come_back() {
    let text = r#"["5",null," +07 ","-100"]"#;
    converts(TEXT, r#""integer""#, [text, "[5,null,7,-100]", r#"["5",null,"7","-100"]"#]).await;
    let text = r#"["-9223372036854775808","9223372036854775807"]"#;
    converts(TEXT, r#""bigint""#, [text, "[-9223372036854775808,9223372036854775807]", text]).await;
    let text = r#"["0.1",null,"2.5"]"#;
    converts(TEXT, r#""double""#, [text, "[0.1,null,2.5]", text]).await;
    let text = r#"["1.25",null,"-100.00"]"#;
    converts(TEXT, DECIMAL, [text, text, text]).await;
    let text = r#"["true",null,"false"]"#;
    converts(TEXT, r#""boolean""#, [text, "[true,null,false]", text]).await;
    converts(TEXT, SHORT, [r#"["abc",null]"#; 3]).await;
}

#[tokio::test]
async fn numbers_of_a_list_become_others_and_come_back() {
    converts(r#""bigint""#, r#""integer""#, ["[2147483647,null,-2147483648]"; 3]).await;
    converts(r#""integer""#, r#""double""#, ["[1,null,-2]"; 3]).await;
    converts(r#""double""#, r#""integer""#, ["[2.5,null,-3.5]", "[2,null,-4]", "[2,null,-4]"]).await;
    converts(r#""smallint""#, DECIMAL, ["[7]", r#"["7.00"]"#, "[7]"]).await;
    converts(r#""integer""#, SHORT, ["[7,-12]", r#"["7","-12"]"#, "[7,-12]"]).await;
}

#[tokio::test]
async fn an_item_that_does_not_fit_stops_its_list() {
    stops(TEXT, r#""integer""#, &[r#"["5","five"]"#, r#"["1","3.5"]"#, r#"["1",""]"#, r#"["99999999999"]"#])
        .await;
    stops(TEXT, r#""bigint""#, &[r#"["9223372036854775808"]"#]).await;
    stops(TEXT, r#""double""#, &[r#"["x"]"#, r#"["1e400"]"#, r#"["1e-400"]"#]).await;
    stops(TEXT, DECIMAL, &[r#"["seven"]"#, r#"["1234"]"#]).await;
    stops(TEXT, r#""boolean""#, &[r#"["true","maybe"]"#]).await;
    stops(TEXT, SHORT, &[r#"["abcd"]"#]).await;
    stops(r#""bigint""#, r#""integer""#, &["[1,2147483648]", "[-2147483649]"]).await;
    stops(r#""double""#, r#""integer""#, &["[2147483647.5]"]).await;
    stops(r#""double""#, r#""bigint""#, &["[9.223372036854776e+18]"]).await;
    stops(r#""integer""#, DECIMAL, &["[1000]"]).await;
    stops(r#""integer""#, SHORT, &["[1000]"]).await;
}

#[tokio::test]
async fn a_text_that_becomes_a_list_of_numbers_converts_its_items() {
    let next = schema("", "", r#""integer""#);
    let prev = next.replace(r#"{"array":"integer"}"#, TEXT);
    let way = Way { prev: &prev, next: &next, ..Way::default() };
    for mut db in way.each(&[]).await {
        for bad in [r#"["5","x"]"#, "5"] {
            let insert = format!("INSERT INTO item (tags) VALUES ({})", literal(db.target, bad));
            db.scratch.session.execute(&insert).await.unwrap();
            db.up().await.expect_err(bad);
            db.scratch.session.execute("DELETE FROM item").await.unwrap();
        }
        let insert = format!("INSERT INTO item (tags) VALUES ({}), (NULL)", literal(db.target, r#"["5",7]"#));
        db.scratch.session.execute(&insert).await.unwrap();
        db.up().await.unwrap();
        db.is_json(&["[5,7]", "NULL"], "up").await;
        db.close().await;
    }
}

#[tokio::test]
async fn a_column_may_have_the_name_that_an_item_has_inside_the_statement() {
    let named = |item: &str| schema("", "", item).replace("tags", "value");
    let (prev, next) = (named(TEXT), named(r#""integer""#));
    let way = Way { prev: &prev, next: &next, ..Way::default() };
    for mut db in way.each(&[]).await {
        let insert = format!("INSERT INTO item (value) VALUES ({})", literal(db.target, r#"["5"]"#));
        db.scratch.session.execute(&insert).await.unwrap();
        db.up().await.unwrap();
        let five = literal(db.target, "[5]");
        assert_eq!(db.read("SELECT value FROM item").await, [five.trim_matches('\'')], "{}", db.target);
        db.close().await;
    }
}
