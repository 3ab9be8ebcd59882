//! Types that change: what becomes of the values.

use strobila::Target;
use strobila::schema::Sql;

use super::Way;

fn table(ty: &str) -> String {
    format!(
        r#"{{"tables":[{{"name":"visit","columns":[{{"name":"count","type":"{ty}","nullable":true}}]}}]}}"#
    )
}

#[tokio::test]
async fn what_a_person_says_is_the_conversion() {
    let (prev, next) = (table("text"), table("integer"));
    let mut way = Way { prev: &prev, next: &next, ..Way::default() };
    let said = Sql::from("CAST(trim(count, 'x') AS INTEGER)");
    way.fills = [(("visit".into(), "count".to_owned()), said)].into();
    for mut db in way.each(&["INSERT INTO visit (count) VALUES ('7x')"]).await {
        db.up().await.unwrap();
        assert_eq!(db.read("SELECT count + 1 FROM visit").await, ["8"], "{}", db.target);
        db.down().await.unwrap();
        assert_eq!(db.read("SELECT count || '!' FROM visit").await, ["7!"], "{}", db.target);
        db.close().await;
    }
}

#[tokio::test]
async fn a_conversion_that_no_database_has_is_said_for_each() {
    let (prev, next) = (table("uuid"), table("integer"));
    let mut way = Way { prev: &prev, next: &next, ..Way::default() };
    let texts = [(Target::Postgres, "length(count::text)"), (Target::Sqlite, "length(count) + 20")];
    let said = Sql::PerTarget(texts.map(|(target, text)| (target, text.to_owned())).into());
    way.fills = [(("visit".into(), "count".to_owned()), said)].into();
    for mut db in way.each(&[]).await {
        let uuid = match db.target {
            Target::Sqlite => "zeroblob(16)",
            _ => "'00000000-0000-0000-0000-000000000000'",
        };
        let insert = format!("INSERT INTO visit (count) VALUES ({uuid})");
        db.scratch.session.execute(&insert).await.unwrap();
        db.up().await.unwrap();
        assert_eq!(db.read("SELECT count FROM visit").await, ["36"], "{}", db.target);
        db.close().await;
    }
}
