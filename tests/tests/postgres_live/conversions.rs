//! Values of one type become those of another, or stop the change.

use strobila::schema::{Column, Table, Type};

use crate::operations::{alter, change, column, create, mood};
use crate::server::run;

#[test]
fn a_text_that_is_too_long_is_refused_and_never_cut() {
    run(|database| async move {
        let mut session = database.session().await;
        for (from, to, value) in [
            (Type::Text, Type::String(3), "'long'"),
            (Type::String(9), Type::String(3), "'long'"),
            (Type::Text, Type::Custom("character(3)".into()), "'long'"),
            (Type::Integer, Type::String(3), "1234"),
            (Type::Json, Type::String(3), "'[1, 2]'"),
            (Type::Array(Box::new(Type::Text)), Type::Array(Box::new(Type::String(3))), "'{long}'"),
            (Type::BigInt, Type::SmallInt, "70000"),
            (Type::Custom("bit(8)".into()), Type::Custom("bit(3)".into()), "'10101010'"),
        ] {
            let old = Column::new("c", from);
            let mut schema =
                create(session.as_mut(), Table { columns: vec![old.clone()], ..Table::new("t") }, Vec::new())
                    .await;
            session.execute(&format!("INSERT INTO t VALUES ({value})")).await.unwrap();
            let new = Column { ty: to.clone(), ..old.clone() };
            change(session.as_mut(), &mut schema, vec![alter(&old, new.clone())]).await.expect_err(value);
            session.execute("DELETE FROM t").await.unwrap();
            change(session.as_mut(), &mut schema, vec![alter(&old, new)]).await.unwrap();
            session.execute("DROP TABLE t").await.unwrap();
        }
    });
}

#[test]
fn values_become_those_of_the_other_type() {
    run(|database| async move {
        let mut session = database.session().await;
        session.execute("SET TimeZone = 'Asia/Tokyo'").await.unwrap();
        let list = |item| Type::Array(Box::new(item));
        let mood_type = || Type::Enum("mood".into());
        for (from, to, value, result) in [
            (Type::Text, Type::Integer, "'42'", "42"),
            (
                Type::Text,
                Type::Uuid,
                "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            ),
            (
                Type::Uuid,
                Type::Blob,
                "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
                "\\xa0eebc999c0b4ef8bb6d6bb9bd380a11",
            ),
            (
                Type::Blob,
                Type::Uuid,
                "'\\xa0eebc999c0b4ef8bb6d6bb9bd380a11'",
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            ),
            (Type::Text, Type::Blob, "'a\\b'", "\\x615c62"),
            (Type::Blob, Type::Text, "'\\x615c62'", "a\\b"),
            (Type::Text, mood_type(), "'good'", "good"),
            (mood_type(), Type::Text, "'good'", "good"),
            (mood_type(), Type::String(9), "'good'", "good"),
            (list(mood_type()), list(Type::Text), "'{good}'", "{good}"),
            (list(Type::Text), list(mood_type()), "'{good}'", "{good}"),
            (Type::Boolean, Type::BigInt, "true", "1"),
            (Type::SmallInt, Type::Boolean, "2", "t"),
            (Type::Integer, Type::Text, "7", "7"),
            (Type::Text, Type::Json, "'{\"a\": 1}'", "{\"a\": 1}"),
            (Type::Integer, Type::Json, "7", "7"),
            (Type::DateTime, Type::Timestamp, "'2020-01-01 12:00:00'", "2020-01-01 21:00:00+09"),
            (Type::Timestamp, Type::DateTime, "'2020-01-01 12:00:00+00'", "2020-01-01 12:00:00"),
            (Type::Date, Type::Timestamp, "'2020-01-01'", "2020-01-01 09:00:00+09"),
            (Type::Timestamp, Type::Date, "'2020-01-01 23:00:00+00'", "2020-01-01"),
            (Type::Timestamp, Type::Time, "'2020-01-01 23:00:00+00'", "23:00:00"),
            (Type::Integer, Type::Decimal { precision: 5, scale: 2 }, "7", "7.00"),
            (Type::Custom("citext".into()), Type::Text, "'A'", "A"),
        ] {
            session.execute("CREATE EXTENSION IF NOT EXISTS citext").await.unwrap();
            let old = Column::new("c", from);
            let enums = vec![mood(&["bad", "good"])];
            let mut schema =
                create(session.as_mut(), Table { columns: vec![old.clone()], ..Table::new("t") }, enums)
                    .await;
            session.execute(&format!("INSERT INTO t VALUES ({value})")).await.unwrap();
            let new = Column { ty: to.clone(), ..old.clone() };
            let changed = change(session.as_mut(), &mut schema, vec![alter(&old, new)]).await;
            changed.unwrap_or_else(|error| panic!("{} to {to}: {error}", old.ty));
            assert_eq!(column(session.as_mut(), "SELECT c FROM t").await, [result], "{} to {to}", old.ty);
            session.execute("DROP TABLE t; DROP TYPE mood").await.unwrap();
        }
    });
}
