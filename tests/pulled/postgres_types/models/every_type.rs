//! The table `every_type`.

use super::Mood;

#[derive(strobila::Model)]
pub struct EveryType {
    #[column(primary_key)]
    pub id: i64,
    #[column(default = -3)]
    pub a: i16,
    #[column(default = 7)]
    pub b: Option<i32>,
    pub c: Option<i64>,
    #[column(default = 0.5)]
    pub d: Option<f32>,
    #[column(default = 1.25)]
    pub e: f64,
    #[column(precision = 12, scale = 2, default = 0.10)]
    pub f: rust_decimal::Decimal,
    #[column(type = "numeric")]
    pub g: Option<String>,
    #[column(length = 20, default = r#"it's "so""#)]
    pub h: String,
    #[column(type = "character varying")]
    pub i: Option<String>,
    #[column(collate = "C", default = "")]
    pub j: Option<String>,
    #[column(type = "character(3)")]
    pub k: Option<String>,
    #[column(default = true)]
    pub l: bool,
    #[column(default = "2026-11-20")]
    pub m: Option<chrono::NaiveDate>,
    pub n: Option<chrono::NaiveTime>,
    #[column(default = "2026-11-20 13:26:00")]
    pub o: Option<chrono::NaiveDateTime>,
    #[column(default_sql = "now()")]
    pub p: chrono::DateTime<chrono::Utc>,
    #[column(type = "timestamp(3) with time zone", default_sql = "now()")]
    pub q: Option<String>,
    #[column(type(postgres = "json"))]
    pub r: Option<String>,
    #[column(default = "{}")]
    pub s: serde_json::Value,
    #[column(default_sql = "gen_random_uuid()")]
    pub t: Option<uuid::Uuid>,
    #[column(default_sql = r"'\x00ff'")]
    pub u: Option<Vec<u8>>,
    #[column(default = "in between")]
    pub v: Mood,
    pub w: Option<Vec<Mood>>,
    #[column(default_sql = "'{}'")]
    pub x: Vec<String>,
    #[column(default_sql = "ARRAY[1, 2]")]
    pub y: Option<Vec<i32>>,
    #[column(length = 5)]
    pub z: Option<Vec<String>>,
    #[column(type = "inet")]
    pub aa: Option<String>,
    #[column(type = "interval", default = "1 day")]
    pub ab: Option<String>,
    #[column(type = "int4range")]
    pub ac: Option<String>,
    #[column(type = "money")]
    pub ad: Option<String>,
    #[column(type = "bit(3)")]
    pub ae: Option<String>,
    #[column(type = "xml")]
    pub af: Option<String>,
    #[column(type = "point")]
    pub ag: Option<String>,
    #[column(type = "tsvector")]
    pub ah: Option<String>,
    #[column(precision = 5, scale = 5)]
    pub ai: Option<rust_decimal::Decimal>,
    pub aj: Option<Vec<chrono::DateTime<chrono::Utc>>>,
    #[column(type = "array(blob)")]
    pub ak: Option<Vec<String>>,
    #[column(default_sql = "1 + 1")]
    pub al: i32,
    #[column(default_sql = "lower('A'::text)")]
    pub am: Option<String>,
    pub an: Option<Vec<uuid::Uuid>>,
    pub ao: Option<Vec<serde_json::Value>>,
}
