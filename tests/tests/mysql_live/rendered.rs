//! What a plan does to tables that are older than it.

use strobila::dialect::Session;
use strobila::operation::{Operation, Plan};
use strobila::schema::{Column, Identity, Name, PrimaryKey, Schema, Type};

use crate::server::run;

async fn carried_out(session: &mut dyn Session, operations: Vec<Operation>) {
    let prev = session.introspect().await.unwrap().schema;
    let plan = Plan { prev, next: Schema::default(), operations };
    for unit in session.dialect().render(&plan).unwrap() {
        for statement in &unit.statements {
            session.execute(statement).await.unwrap_or_else(|error| panic!("{error}: {statement}"));
        }
    }
}

async fn list(session: &mut dyn Session, sql: &str) -> Vec<String> {
    session.query(sql).await.unwrap().into_iter().flatten().flatten().collect()
}

#[test]
fn a_conversion_keeps_every_digit() {
    run(|database| async move {
        let mut session = database.session().await;
        let sql = "CREATE TABLE t (a int, n bigint NOT NULL, b int, PRIMARY KEY (n), KEY i (b, n)); \
                   INSERT INTO t VALUES (1, 9007199254740993, 2), (1, -9223372036854775807, 2)";
        session.execute(sql).await.unwrap();
        let from = Column::new("n", Type::BigInt);
        let to = Column::new("n", Type::Decimal { precision: 40, scale: 2 });
        let change = |from: &Column, to: &Column, using: &str| Operation::AlterColumn {
            table: "t".into(),
            from: from.clone(),
            to: to.clone(),
            fill: None,
            using: Some(using.into()),
        };
        let before = session.introspect().await.unwrap();
        carried_out(&mut *session, vec![change(&from, &to, "n + 0.25")]).await;
        let numbers = list(&mut *session, "SELECT n FROM t ORDER BY n").await;
        assert_eq!(numbers, ["-9223372036854775806.75", "9007199254740993.25"]);
        carried_out(&mut *session, vec![change(&to, &from, "n - 0.25")]).await;
        let numbers = list(&mut *session, "SELECT n FROM t ORDER BY n").await;
        assert_eq!(numbers, ["-9223372036854775807", "9007199254740993"]);
        assert_eq!(session.introspect().await.unwrap(), before, "place, key and index are as they were");
        session.close().await;
    });
}

#[test]
fn a_counter_takes_the_place_of_a_key_that_a_foreign_key_leans_on() {
    run(|database| async move {
        let mut session = database.session().await;
        let sql = "CREATE TABLE author (id bigint NOT NULL, PRIMARY KEY (id)); \
                   CREATE TABLE post (author bigint NOT NULL, at date NOT NULL, PRIMARY KEY (author, at), \
                   CONSTRAINT f FOREIGN KEY (author) REFERENCES author (id)); \
                   INSERT INTO author VALUES (1); INSERT INTO post VALUES (1, '2024-01-01'), (1, '2024-01-02')";
        session.execute(sql).await.unwrap();
        let table = Name::from("post");
        let schema = session.introspect().await.unwrap().schema;
        let old = schema.tables[&table].primary_key.clone().unwrap();
        let column = Column { identity: Some(Identity::default()), ..Column::new("id", Type::BigInt) };
        let new = PrimaryKey { columns: vec!["id".to_owned()], ..old.clone() };
        let index = strobila::schema::Index {
            name: "f".to_owned(),
            parts: vec![strobila::schema::IndexPart::column("author")],
            ..Default::default()
        };
        let operations = vec![
            Operation::DropPrimaryKey { table: table.clone(), primary_key: old },
            Operation::AddColumn { table: table.clone(), column, fill: None, place: None },
            Operation::AddPrimaryKey { table: table.clone(), primary_key: new },
            Operation::AddIndex { table, index },
        ];
        carried_out(&mut *session, operations).await;
        assert_eq!(list(&mut *session, "SELECT id FROM post ORDER BY at").await, ["1", "2"]);
        session.close().await;
    });
}

#[test]
fn text_of_an_old_table_is_compared_as_its_model_says() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute("CREATE TABLE t (a varchar(9) COLLATE utf8mb4_bin) CHARSET=latin1").await.unwrap();
        let from = Column { nullable: true, ..Column::new("a", Type::String(9)) };
        let to = Column { ty: Type::String(20), ..from.clone() };
        let added = Column { name: "b".to_owned(), ..to.clone() };
        let operations = vec![
            Operation::AlterColumn { table: "t".into(), from: from.clone(), to, fill: None, using: None },
            Operation::AddColumn { table: "t".into(), column: added, fill: None, place: None },
        ];
        // As migrations know the table.
        let mut table = strobila::schema::Table::new("t");
        table.columns.push(from);
        let mut prev = Schema::default();
        prev.insert(table);
        let plan = Plan { prev, next: Schema::default(), operations };
        for unit in session.dialect().render(&plan).unwrap() {
            session.execute(&unit.statements.join("; ")).await.unwrap();
        }
        let sql = "SELECT collation_name FROM information_schema.columns WHERE table_schema = database()";
        assert_eq!(list(&mut *session, sql).await, ["utf8mb4_bin", "utf8mb4_bin"]);
        session.execute("INSERT INTO t VALUES ('\u{20ac}', '\u{20ac}')").await.unwrap();
        session.close().await;
    });
}
