//! Every type and default, written and read through sqlx with its Rust type.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use strobila::dialect::Connect;
use strobila::schema::{
    Check, Column, DefaultValue, Enum, Generated, Identity, Index, IndexPart, PrimaryKey, Schema, Sql,
    Storage, Table, Type,
};
use strobila_generator::diff::Renames;
use uuid::Uuid;

use super::ways::{Fills, normal, plan, run};
use strobila::dialect::Dialect;
use strobila::dialect::sqlite::Sqlite;

fn column(name: &str, ty: Type, default: DefaultValue) -> Column {
    Column { default: Some(default), ..Column::new(name, ty) }
}

fn every_default() -> Schema {
    let text = |text: &str| DefaultValue::Text(text.to_owned());
    let number = |digits: &str| DefaultValue::Number { number: digits.to_owned() };
    let mut table = Table::new("t");
    let mut id = Column::new("id", Type::BigInt);
    id.identity = Some(Identity::default());
    table.primary_key = Some(PrimaryKey {
        name: "t_pkey".to_owned(),
        columns: vec!["id".to_owned()],
        ..PrimaryKey::default()
    });
    table.columns = vec![
        id,
        column("small", Type::SmallInt, DefaultValue::Integer(-7)),
        column("big", Type::BigInt, DefaultValue::Integer(i64::MIN)),
        column("real", Type::Float, number("0.5")),
        column("double", Type::Double, DefaultValue::Integer(3)),
        column("price", Type::Decimal { precision: 12, scale: 2 }, number("0.10")),
        column("name", Type::String(20), text("it's \"x\"\n-- /* \\ 🪼 ; ")),
        column("empty", Type::Text, text("")),
        column("yes", Type::Boolean, DefaultValue::Boolean(true)),
        column("no", Type::Boolean, DefaultValue::Boolean(false)),
        column("day", Type::Date, text("2026-02-03")),
        column("today", Type::Date, DefaultValue::sql("now()")),
        column("hour", Type::Time, text("04:05:06")),
        column("hour_now", Type::Time, DefaultValue::sql("now()")),
        column("moment", Type::DateTime, text("2026-02-03 04:05:06")),
        column("moment_now", Type::DateTime, DefaultValue::sql("now()")),
        column("stamp", Type::Timestamp, text("2026-02-03T04:05:06+00:00")),
        column("stamp_now", Type::Timestamp, DefaultValue::sql("now()")),
        column("data", Type::Json, text("{\"a\": [1, \"it's\"]}")),
        column("uuid", Type::Uuid, text("67e55044-10b1-426f-9247-bb680e5fe0c8")),
        column("uuid_new", Type::Uuid, DefaultValue::sql("uuid()")),
        column("uuid_text", Type::Text, DefaultValue::sql("uuid()")),
        column("status", Type::Enum("status".into()), text("it's")),
        column("list", Type::Array(Box::new(Type::Text)), text("[\"a\"]")),
        column("bytes", Type::Blob, DefaultValue::sql("x'00ff'")),
        column("custom", Type::Custom(Sql::from("NUMERIC")), number("1.5")),
        column("sum", Type::Integer, DefaultValue::sql("(1 + 2) -- three")),
    ];
    let mut schema = Schema::default();
    schema.insert(table);
    let values = vec!["it's".to_owned(), "b".to_owned()];
    schema.enums.insert("status".into(), Enum { name: "status".into(), values, storage: Storage::Native });
    schema
}

async fn made(schema: &Schema) -> SqlitePool {
    let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
    let mut db = pool.session().await.unwrap();
    let next = normal(schema).unwrap();
    let plan = plan(&Schema::default(), &next, &Renames::default(), &Fills::new()).unwrap();
    run(db.as_mut(), &Sqlite.render(&plan).unwrap()).await.unwrap();
    let live = db.introspect().await.unwrap();
    assert_eq!(live.schema, next);
    assert_eq!(normal(&live.schema).unwrap(), live.schema, "what is read is in normal form");
    db.close().await;
    pool
}

async fn get<T>(pool: &SqlitePool, column: &str) -> T
where
    T: for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite> + Send + Unpin,
{
    let sql = sqlx::AssertSqlSafe(format!("SELECT \"{column}\" FROM t"));
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap_or_else(|error| panic!("{column}: {error}"))
}

#[tokio::test]
async fn every_default_reads_back_as_the_rust_type() {
    let pool = made(&every_default()).await;
    let before = Utc::now();
    sqlx::raw_sql("INSERT INTO t DEFAULT VALUES").execute(&pool).await.unwrap();
    assert_eq!(get::<i64>(&pool, "id").await, 1);
    assert_eq!(get::<i16>(&pool, "small").await, -7);
    assert_eq!(get::<i64>(&pool, "big").await, i64::MIN);
    assert_eq!(get::<f32>(&pool, "real").await, 0.5);
    assert_eq!(get::<f64>(&pool, "double").await, 3.0);
    assert_eq!(get::<String>(&pool, "price").await.parse::<Decimal>().unwrap().to_string(), "0.10");
    assert_eq!(get::<String>(&pool, "name").await, "it's \"x\"\n-- /* \\ 🪼 ; ");
    assert_eq!(get::<String>(&pool, "empty").await, "");
    assert!(get::<bool>(&pool, "yes").await);
    assert!(!get::<bool>(&pool, "no").await);
    assert_eq!(get::<NaiveDate>(&pool, "day").await.to_string(), "2026-02-03");
    assert!((get::<NaiveDate>(&pool, "today").await - before.date_naive()).num_days().abs() <= 1);
    assert_eq!(get::<NaiveTime>(&pool, "hour").await.to_string(), "04:05:06");
    get::<NaiveTime>(&pool, "hour_now").await;
    assert_eq!(get::<NaiveDateTime>(&pool, "moment").await.to_string(), "2026-02-03 04:05:06");
    let moment = get::<NaiveDateTime>(&pool, "moment_now").await.and_utc();
    assert!((moment - before).num_seconds().abs() < 5, "{moment}");
    assert_eq!(get::<DateTime<Utc>>(&pool, "stamp").await.to_string(), "2026-02-03 04:05:06 UTC");
    let stamp = get::<DateTime<Utc>>(&pool, "stamp_now").await;
    assert!((stamp - before).num_seconds().abs() < 5, "{stamp}");
    assert_eq!(get::<serde_json::Value>(&pool, "data").await, json!({"a": [1, "it's"]}));
    assert_eq!(get::<Uuid>(&pool, "uuid").await.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
    for _ in 0..50 {
        sqlx::raw_sql("DELETE FROM t; INSERT INTO t DEFAULT VALUES").execute(&pool).await.unwrap();
        for uuid in
            [get::<Uuid>(&pool, "uuid_new").await, get::<String>(&pool, "uuid_text").await.parse().unwrap()]
        {
            assert_eq!((uuid.get_version_num(), uuid.get_variant()), (4, uuid::Variant::RFC4122), "{uuid}");
        }
    }
    assert_eq!(get::<String>(&pool, "uuid_text").await.len(), 36);
    assert_eq!(get::<i64>(&pool, "id").await, 51, "an identity never gives a number twice");
    assert_eq!(get::<String>(&pool, "status").await, "it's");
    assert_eq!(get::<sqlx::types::Json<Vec<String>>>(&pool, "list").await.0, ["a"]);
    assert_eq!(get::<Vec<u8>>(&pool, "bytes").await, [0, 255]);
    assert_eq!(get::<f64>(&pool, "custom").await, 1.5);
    assert_eq!(get::<i64>(&pool, "sum").await, 3);
}

/// The text a default makes is the text sqlx writes, so that both sort together.
#[tokio::test]
async fn moments_have_the_form_that_sqlx_writes() {
    let pool = made(&every_default()).await;
    let stamp: DateTime<Utc> = "2026-02-03T04:05:06.789Z".parse().unwrap();
    sqlx::query("INSERT INTO t (stamp, moment, hour, day, uuid) VALUES (?, ?, ?, ?, ?)")
        .bind(stamp)
        .bind(stamp.naive_utc())
        .bind(stamp.time())
        .bind(stamp.date_naive())
        .bind(Uuid::from_u128(7))
        .execute(&pool)
        .await
        .unwrap();
    let shape =
        |text: String| -> String { text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect() };
    for (written, made) in
        [("stamp", "stamp_now"), ("moment", "moment_now"), ("hour", "hour_now"), ("day", "today")]
    {
        assert_eq!(shape(get(&pool, written).await), shape(get(&pool, made).await), "{written}");
    }
    assert_eq!(get::<Uuid>(&pool, "uuid").await, Uuid::from_u128(7));
    assert_eq!(get::<DateTime<Utc>>(&pool, "stamp").await, stamp);
}

#[tokio::test]
async fn a_check_made_of_an_enum_holds() {
    let pool = made(&every_default()).await;
    assert!(sqlx::raw_sql("INSERT INTO t (status) VALUES ('c')").execute(&pool).await.is_err());
    sqlx::raw_sql("INSERT INTO t (status) VALUES ('b')").execute(&pool).await.unwrap();
}

#[tokio::test]
async fn decimals_are_compared_as_numbers() {
    let decimal = |name: &str| Column::new(name, Type::Decimal { precision: 8, scale: 2 });
    let mut table = Table::new("account");
    table.columns = vec![decimal("balance"), decimal("credit")];
    let mut is_rich = Column::new("is_rich", Type::Boolean);
    is_rich.generated = Some(Generated { expression: "balance > 100".into(), stored: true });
    let mut most = decimal("most");
    most.generated = Some(Generated { expression: "coalesce(balance, 0)".into(), stored: true });
    table.columns.extend([is_rich, most]);
    for (name, expression) in [
        ("a", "balance > 0"),
        ("b", "account.balance <= 1000"),
        ("c", "coalesce(\"credit\", 0) < balance + 500"),
    ] {
        table.checks.insert(name.to_owned(), Check::new(name, expression));
    }
    let parts = vec![IndexPart::column("credit")];
    let predicate = Some(Sql::from("balance >= 9"));
    let index = Index { name: "i".to_owned(), parts, unique: true, predicate, ..Index::default() };
    table.indexes.insert("i".to_owned(), index);
    let mut schema = Schema::default();
    schema.insert(table);
    let pool = made(&schema).await;
    let insert = async |balance: &str, credit: &str| {
        let sql = "INSERT INTO account (balance, credit) VALUES (?, ?)";
        sqlx::query(sql).bind(balance).bind(credit).execute(&pool).await.is_ok()
    };
    for (balance, credit, fits) in [
        ("0.00", "1", false),
        ("-5", "1", false),
        ("1000.01", "1", false),
        ("9.50", "509.50", false),
        ("99.50", "1", true),
        ("5", "1", true),
        ("1000.00", "2", true),
        ("9.5", "1", false),
        ("9.5", "509.49", true),
    ] {
        assert_eq!(insert(balance, credit).await, fits, "{balance} {credit}");
    }
    let rows =
        sqlx::query_as("SELECT is_rich, most FROM account ORDER BY rowid").fetch_all(&pool).await.unwrap();
    let rows: Vec<(bool, String)> = rows;
    let want = [(false, "99.50"), (false, "5"), (true, "1000.00"), (false, "9.5")];
    assert_eq!(rows, want.map(|(is_rich, most)| (is_rich, most.to_owned())));
}
