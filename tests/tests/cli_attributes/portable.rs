//! What every target can do.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use strobila::{ColumnType, Enum, Model};
use uuid::Uuid;

/// What is sold.
#[expect(clippy::duplicated_attributes, reason = "two tables are between the same two")]
#[derive(Model)]
#[model(
    table = "item",
    timestamps,
    soft_delete,
    index(price, title),
    index(name = "item_words", columns("title desc", kind)),
    check(price_positive = "price > 0"),
    check(short(
        postgres = "length(title) < 99",
        sqlite = "length(title) < 99",
        mysql = "char_length(title) < 99"
    )),
    many_to_many(Tag),
    many_to_many(Tag, table = "item_more_tags"),
    comment = "things"
)]
struct Product {
    #[column(primary_key)]
    id: Uuid,
    /// Its name; with 'quotes' and a \ in it.
    #[column(length = 80)]
    title: String,
    #[column(name = "kind_text", comment = "in the address", length = 40)]
    kind: String,
    #[column(precision = 12, scale = 2, default = 0.10)]
    price: Decimal,
    #[column(type(postgres = "inet", mysql = "varchar(99)", sqlite = "TEXT"))]
    origin: Option<String>,
    #[column(default = "draft", index)]
    state: State,
    #[column(default_sql = "now()")]
    seen_at: DateTime<Utc>,
    #[column(default_sql = "uuid()")]
    token: Uuid,
    #[column(generated = "amount * 2")]
    double: i64,
    amount: Amount,
    #[column(skip)]
    cache: Option<BTreeMap<String, u64>>,
    r#type: i32,
}

/// A word.
#[derive(Model)]
struct Tag {
    #[column(primary_key, identity)]
    id: i64,
    #[column(references = Tag, on_delete = "set_null", on_update = "cascade")]
    parent: Option<i64>,
    #[column(references(Product, id), index = false)]
    product: Uuid,
}

#[derive(Model)]
#[model(primary_key(a, b), unique(name = "one_pair", columns(b, c)), unique(c, a))]
struct Pair {
    a: Amount,
    b: i64,
    #[column(unique)]
    c: i16,
}

#[derive(Model)]
#[model(foreign_key(columns(a, b), references = Pair, target(a, b), on_delete = "cascade"))]
struct Line {
    #[column(primary_key, identity)]
    id: i64,
    a: Amount,
    b: i64,
}

#[derive(Model)]
struct Types {
    #[column(primary_key)]
    id: i16,
    tiny: i8,
    small: i16,
    middle: i32,
    large: i64,
    unsigned: u16,
    more: u32,
    float: f32,
    double: f64,
    yes: bool,
    text: String,
    boxed: Box<str>,
    bytes: Vec<u8>,
    date: NaiveDate,
    time: NaiveTime,
    moment: NaiveDateTime,
    instant: DateTime<Utc>,
    money: Decimal,
    json: serde_json::Value,
    uuid: Uuid,
    words: Vec<String>,
    numbers: Vec<i32>,
    amount: Amount,
    state: State,
    stored: Stored,
}

#[derive(Model)]
struct OptionalTypes {
    #[column(primary_key)]
    id: i32,
    tiny: Option<i8>,
    small: Option<i16>,
    middle: Option<i32>,
    large: Option<i64>,
    unsigned: Option<u16>,
    more: Option<u32>,
    float: Option<f32>,
    double: Option<f64>,
    yes: Option<bool>,
    text: Option<String>,
    bytes: Option<Vec<u8>>,
    date: Option<NaiveDate>,
    time: Option<NaiveTime>,
    moment: Option<NaiveDateTime>,
    instant: Option<DateTime<Utc>>,
    money: Option<Decimal>,
    json: Option<serde_json::Value>,
    uuid: Option<Uuid>,
    words: Option<Vec<String>>,
    amount: Option<Amount>,
    state: Option<State>,
    stored: Option<Stored>,
}

#[derive(Model)]
struct Defaults {
    #[column(primary_key)]
    id: i32,
    #[column(default = -7)]
    small: i16,
    #[column(default = 1.5)]
    double: f64,
    #[column(default = true)]
    yes: bool,
    #[column(default = "it's", length = 20)]
    text: String,
    #[column(default = 3)]
    amount: Amount,
    #[column(default_sql = "false")]
    no: bool,
    #[column(default = "open")]
    stored: Stored,
    #[column(default_sql(postgres = "1 + 1", mysql = "(1 + 1)", sqlite = "(1 + 1)"))]
    sum: i32,
}

#[derive(ColumnType)]
struct Amount(i32);

#[derive(Enum)]
enum State {
    Draft,
    #[variant(name = "for_sale")]
    ForSale,
}

#[derive(Enum)]
#[strobila(storage = "text", name = "door")]
enum Stored {
    Open,
    Closed,
}
