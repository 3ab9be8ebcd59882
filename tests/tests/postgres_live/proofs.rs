//! What the proof says of a change that PostgreSQL refuses, and of a table that must be empty.

use strobila::Target;
use strobila::schema::Schema;
use strobila_generator::diff::Renames;
use strobila_generator::proof::{ProofError, Proven};
use strobila_tests::planning::{Change, prove_on};

use super::server::{Database, run};

fn schema(columns: &str) -> Schema {
    let json = format!(
        r#"{{"tables":[{{"name":"item","columns":[{{"name":"id","type":"integer"}},{columns}],
            "primary_key":{{"name":"item_pkey","columns":["id"]}}}}]}}"#
    );
    serde_json::from_str(&json).expect("the test's JSON is right")
}

async fn proven(database: &Database, [prev, next]: [&str; 2]) -> Result<Proven, ProofError> {
    let (prev, next) = (schema(prev), schema(next));
    let (renames, fills) = (Renames::default(), Default::default());
    let change = Change { prev: &prev, next: &next, renames: &renames, fills: &fills };
    let (plan, draft) = change.draft(Target::Postgres).expect("there is a plan").expect("something changes");
    let mut session = database.session().await;
    let result = prove_on(session.as_mut(), &plan, &draft).await;
    session.close().await;
    result
}

#[test]
fn a_cast_that_the_server_lacks_names_the_column_and_the_flag() {
    run(|database| async move {
        let sides = [
            r#"{"name":"host","type":{"custom":{"postgres":"inet"}}}"#,
            r#"{"name":"host","type":{"custom":{"postgres":"macaddr"}}}"#,
        ];
        let error = proven(&database, sides).await.expect_err("no cast leads there");
        let told =
            "on postgres, on the way up: item.host does not become macaddr: cannot cast type inet to macaddr";
        assert_eq!(error.to_string(), told);
        assert!(matches!(error, ProofError::Conversion { flag, .. } if flag == "--fill item.host"));
    });
}

#[test]
fn a_cast_that_the_way_down_lacks_names_the_flag_of_the_way_down() {
    run(|database| async move {
        let sides = [
            r#"{"name":"host","type":"boolean"}"#,
            r#"{"name":"host","type":{"custom":{"postgres":"character(5)"}}}"#,
        ];
        match proven(&database, sides).await {
            Ok(_) => {}
            Err(ProofError::Conversion { flag, .. }) => assert_eq!(flag, "--fill-down item.host"),
            Err(error) => panic!("{error}"),
        }
    });
}

#[test]
fn a_required_column_without_a_value_is_proven_on_an_empty_table() {
    run(|database| async move {
        let sides = [
            r#"{"name":"title","type":"text"}"#,
            r#"{"name":"title","type":"text"},{"name":"slug","type":"text"}"#,
        ];
        let proven = proven(&database, sides).await.expect("item is empty");
        assert_eq!(proven.rows, 0);
        assert_eq!(proven.empty.len(), 1);
    });
}
