//! Every portable type, written and read through sqlx with its Rust type.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::mysql::MySqlPool;
use strobila::schema::{Column, DefaultValue, Enum, Schema, Storage, Table, Type};
use strobila_generator::diff::{Renames, diff};
use uuid::Uuid;
use uuid::fmt::Hyphenated;

use crate::server::run;

fn schema() -> Schema {
    let mut schema = Schema::default();
    let values = vec!["draft".to_owned(), "it's".to_owned()];
    schema.enums.insert("e".into(), Enum { name: "e".into(), values, storage: Storage::Native });
    let types = [
        Type::SmallInt,
        Type::Integer,
        Type::BigInt,
        Type::Float,
        Type::Double,
        Type::Decimal { precision: 12, scale: 4 },
        Type::String(20),
        Type::Text,
        Type::Boolean,
        Type::Date,
        Type::Time,
        Type::DateTime,
        Type::Timestamp,
        Type::Json,
        Type::Uuid,
        Type::Enum("e".into()),
        Type::Array(Box::new(Type::Integer)),
        Type::Binary(3),
        Type::Blob,
        Type::UuidText,
    ];
    let columns = types.into_iter().enumerate().map(|(at, ty)| Column::new(format!("c{at}"), ty));
    schema.insert(Table { columns: columns.collect(), ..Table::new("every") });
    schema
}

#[test]
fn every_type_is_written_and_read_with_its_rust_type_and_read_back() {
    run(|database| async move {
        let mut session = database.session().await;
        let dialect = session.dialect();
        let schema = dialect.normalize(&schema()).unwrap();
        let plan = diff(&Schema::default(), &schema, &Renames::default());
        for unit in dialect.render(&plan).unwrap() {
            for statement in &unit.statements {
                session.execute(statement).await.unwrap();
            }
        }
        assert_eq!(session.introspect().await.unwrap().schema, schema);

        // As an application does: through a pool of its own, without our settings.
        let pool = MySqlPool::connect(&database.url).await.unwrap();
        macro_rules! round_trips {
            ($($column:literal: $ty:ty = $value:expr,)*) => {
                let names = [$($column),*];
                let marks = vec!["?"; names.len()].join(", ");
                let sql = format!("INSERT INTO every ({}) VALUES ({marks})", names.join(", "));
                let insert = sqlx::query(sqlx::AssertSqlSafe(sql));
                $(let insert = insert.bind::<$ty>($value);)*
                insert.execute(&pool).await.unwrap();
                $({
                    let sql = concat!("SELECT ", $column, " FROM every");
                    let read: $ty = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
                    assert_eq!(read, $value, "{}", $column);
                })*
            };
        }
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let time = NaiveTime::from_hms_micro_opt(13, 26, 5, 123_456).unwrap();
        let moment = NaiveDateTime::new(day, time);
        round_trips! {
            "c0": i16 = i16::MIN,
            "c1": i32 = i32::MAX,
            "c2": i64 = i64::MIN,
            "c3": f32 = 1.5,
            "c4": f64 = -0.1,
            "c5": Decimal = "12345678.0001".parse::<Decimal>().unwrap(),
            "c6": String = "it's \\ \u{1F41F}".to_owned(),
            "c7": String = "x".repeat(100_000),
            "c8": bool = true,
            "c9": NaiveDate = day,
            "c10": NaiveTime = time,
            "c11": NaiveDateTime = moment,
            "c12": DateTime<Utc> = moment.and_utc(),
            "c13": serde_json::Value = json!({"a": [1, "it's"]}),
            "c14": Uuid = Uuid::from_u128(0x1234_5678_9abc_def0_0fed_cba9_8765_4321),
            "c15": String = "it's".to_owned(),
            "c16": serde_json::Value = json!([1, 2, 3]),
            "c17": Vec<u8> = vec![0, 255, 39],
            "c18": Vec<u8> = vec![0, 255, 92],
            "c19": Hyphenated = Uuid::from_u128(0x1234_5678_9abc_def0_0fed_cba9_8765_4321).hyphenated(),
        }
        pool.close().await;
    });
}

#[test]
fn a_new_uuid_is_of_the_form_that_the_column_has() {
    run(|database| async move {
        let mut session = database.session().await;
        let known = DefaultValue::Text("67E55044-10b1-426f-9247-bb680e5fe0c8".to_owned());
        let mut table = Table::new("t");
        for (name, ty, default) in [
            ("bytes", Type::Uuid, DefaultValue::sql("uuid()")),
            ("bytes_known", Type::Uuid, known.clone()),
            ("text", Type::UuidText, DefaultValue::sql("uuid()")),
            ("text_known", Type::UuidText, known),
        ] {
            table.columns.push(Column { default: Some(default), ..Column::new(name, ty) });
        }
        let mut schema = Schema::default();
        schema.insert(table);
        let schema = session.dialect().normalize(&schema).unwrap();
        let plan = diff(&Schema::default(), &schema, &Renames::default());
        for unit in session.dialect().render(&plan).unwrap() {
            for statement in &unit.statements {
                session.execute(statement).await.unwrap();
            }
        }
        assert_eq!(session.introspect().await.unwrap().schema, schema);
        session.execute("INSERT INTO t () VALUES ()").await.unwrap();

        let pool = MySqlPool::connect(&database.url).await.unwrap();
        let known: Uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap();
        let sql = "SELECT bytes, bytes_known, text, text_known FROM t";
        let row: (Uuid, Uuid, Hyphenated, Hyphenated) = sqlx::query_as(sql).fetch_one(&pool).await.unwrap();
        assert_eq!((row.1, row.3), (known, known.hyphenated()));
        assert_ne!(row.0, row.2.into_uuid());
        pool.close().await;
    });
}
