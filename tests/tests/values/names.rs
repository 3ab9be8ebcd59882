//! Names that are swapped or shifted: the values go with them.

use strobila::schema::{Name, Sql};

use super::Way;

const PAIR: &str =
    r#"{"tables":[{"name":"pair","columns":[{"name":"a","type":"text"},{"name":"b","type":"text"}]}]}"#;
const ONE: &str = r#"{"tables":[{"name":"pair","columns":[{"name":"a","type":"text"}]}]}"#;

fn key(owner: &str, item: &str) -> (Name, String) {
    (owner.into(), item.to_owned())
}

#[tokio::test]
async fn swapped_columns_take_their_values_along() {
    let mut way = Way { prev: PAIR, next: PAIR, ..Way::default() };
    way.renames.columns =
        [("a", "b"), ("b", "a")].map(|(new, old)| (key("pair", new), old.to_owned())).into();
    for mut db in way.each(&["INSERT INTO pair (a, b) VALUES ('was a', 'was b')"]).await {
        db.up().await.unwrap();
        assert_eq!(db.read("SELECT a, b FROM pair").await, ["was b was a"], "{}", db.target);
        db.down().await.unwrap();
        assert_eq!(db.read("SELECT a, b FROM pair").await, ["was a was b"], "{}", db.target);
        db.close().await;
    }
}

#[tokio::test]
async fn a_column_that_makes_room_for_a_new_one_keeps_its_values() {
    let mut way = Way { prev: ONE, next: PAIR, ..Way::default() };
    way.renames.columns = [(key("pair", "b"), "a".to_owned())].into();
    way.fills = [(key("pair", "a"), Sql::from("'new'"))].into();
    for mut db in way.each(&["INSERT INTO pair (a) VALUES ('was a')"]).await {
        db.up().await.unwrap();
        assert_eq!(db.read("SELECT a, b FROM pair").await, ["new was a"], "{}", db.target);
        db.down().await.unwrap();
        assert_eq!(db.read("SELECT a FROM pair").await, ["was a"], "{}", db.target);
        db.close().await;
    }
}

#[tokio::test]
async fn swapped_tables_take_their_rows_along() {
    let both = |x: &str, y: &str| {
        format!(
            r#"{{"tables":[{{"name":"x","columns":[{{"name":"{x}","type":"text"}}]}},
                {{"name":"y","columns":[{{"name":"{y}","type":"text"}}]}}]}}"#
        )
    };
    let (prev, next) = (both("a", "b"), both("b", "a"));
    let mut way = Way { prev: &prev, next: &next, ..Way::default() };
    way.renames.tables = [("x", "y"), ("y", "x")].map(|(new, old)| (new.into(), old.into())).into();
    for mut db in way.each(&["INSERT INTO x (a) VALUES ('of x')", "INSERT INTO y (b) VALUES ('of y')"]).await
    {
        db.up().await.unwrap();
        assert_eq!(db.read("SELECT y.a, x.b FROM x, y").await, ["of x of y"], "{}", db.target);
        db.down().await.unwrap();
        assert_eq!(db.read("SELECT x.a, y.b FROM x, y").await, ["of x of y"], "{}", db.target);
        db.close().await;
    }
}

fn item(values: &str) -> String {
    format!(
        r#"{{"enums":[{{"name":"status","values":[{values}]}}],"tables":[{{"name":"item","columns":[
            {{"name":"status","type":{{"enum":"status"}}}}]}}]}}"#
    )
}

#[tokio::test]
async fn swapped_values_change_places_in_every_row() {
    let prev = item(r#""on","off""#);
    let mut way = Way { prev: &prev, next: &prev, ..Way::default() };
    let both = [("on", "off"), ("off", "on")];
    way.renames.values = both.map(|(new, old)| (key("status", new), old.to_owned())).into();
    for mut db in way.each(&["INSERT INTO item (status) VALUES ('on'), ('on'), ('off')"]).await {
        db.up().await.unwrap();
        let counts = "SELECT status, count(*) FROM item GROUP BY status ORDER BY count(*)";
        assert_eq!(db.read(counts).await, ["on 1", "off 2"], "{}", db.target);
        db.down().await.unwrap();
        assert_eq!(db.read(counts).await, ["off 1", "on 2"], "{}", db.target);
        db.close().await;
    }
}

#[tokio::test]
async fn a_value_that_goes_never_passes_for_one_that_bears_its_name_now() {
    let (prev, next) = (item(r#""new","busy","done""#), item(r#""busy","done""#));
    let mut way = Way { prev: &prev, next: &next, ..Way::default() };
    way.renames.values = [(key("status", "busy"), "new".to_owned())].into();
    for mut db in way.each(&["INSERT INTO item (status) VALUES ('new'), ('busy')"]).await {
        db.up().await.expect_err("a row holds the busy of before");
        assert_eq!(db.read("SELECT status FROM item ORDER BY 1").await.len(), 2);
        db.scratch.session.execute("DELETE FROM item WHERE status = 'busy'").await.unwrap();
        db.up().await.unwrap();
        assert_eq!(db.read("SELECT status FROM item").await, ["busy"], "{}", db.target);
        // The busy of today is the new of before, and a second busy has no name to go back to.
        db.down().await.unwrap();
        assert_eq!(db.read("SELECT status FROM item").await, ["new"], "{}", db.target);
        db.close().await;
    }
    let (prev, next) = (item(r#""new""#), item(r#""new","busy""#));
    let way = Way { prev: &prev, next: &next, renames: way.renames, ..Way::default() };
    for mut db in way.each(&["INSERT INTO item (status) VALUES ('new')"]).await {
        db.up().await.unwrap();
        assert_eq!(db.read("SELECT status FROM item").await, ["busy"], "{}", db.target);
        db.scratch.session.execute("INSERT INTO item (status) VALUES ('new')").await.unwrap();
        db.down().await.expect_err("the new of today has no place in the list of before");
        db.close().await;
    }
}
