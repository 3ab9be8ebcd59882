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
    for (values, item) in [("", TEXT), (r#""a","b""#, TAG)] {
        let next = schema("", values, item);
        let prev = schema("", values, item).replace(&format!(r#"{{"array":{item}}}"#), TEXT);
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
