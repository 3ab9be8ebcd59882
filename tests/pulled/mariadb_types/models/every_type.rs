//! The table `every_type`.

use super::EveryTypeR;

/// every type, but "hidden" ones
#[derive(strobila::Model)]
pub struct EveryType {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(default = -3)]
    pub a: i16,
    #[column(default = 7)]
    pub b: Option<i32>,
    pub c: Option<i64>,
    #[column(default = 0.5)]
    pub d: Option<f32>,
    pub e: Option<f64>,
    #[column(precision = 12, scale = 2, default = 0.10)]
    pub f: rust_decimal::Decimal,
    #[column(length = 20, default = r#"it's "so""#)]
    pub g: String,
    pub h: Option<String>,
    #[column(default = true)]
    pub i: bool,
    #[column(default = "2026-11-20")]
    pub j: Option<chrono::NaiveDate>,
    #[column(default = "13:26:00.000000")]
    pub k: Option<chrono::NaiveTime>,
    #[column(default_sql = "current_timestamp(6)")]
    pub l: Option<chrono::NaiveDateTime>,
    #[column(default_sql = "current_timestamp(6)")]
    pub m: chrono::DateTime<chrono::Utc>,
    #[column(default = "{}")]
    pub n: serde_json::Value,
    #[column(default_sql = "unhex(replace(uuid(),'-',''))")]
    pub o: uuid::Uuid,
    #[column(length = 3)]
    pub p: Option<Vec<u8>>,
    pub q: Option<Vec<u8>>,
    #[column(default = "draft")]
    pub r: EveryTypeR,
    #[column(type = "set('a','b')")]
    pub s: Option<String>,
    #[column(type = "int unsigned", default = 3)]
    pub t: String,
    #[column(type = "tinyint")]
    pub u: Option<String>,
    #[column(type = "mediumtext")]
    pub v: Option<String>,
    #[column(type(mariadb = "timestamp"))]
    pub w: Option<String>,
    #[column(type = "year")]
    pub x: Option<String>,
    #[column(generated = "`b` + 1")]
    pub y: Option<i32>,
    #[column(generated_virtual = "`b` + 2")]
    pub z: Option<i32>,
    #[column(length = 20, collate = "latin1_swedish_ci")]
    pub aa: Option<String>,
    #[column(type = "char(36)", default_sql = "uuid()")]
    pub ab: Option<String>,
    #[column(type = "enum('')", default = "")]
    pub ac: Option<String>,
    #[column(type(mariadb = "datetime"), default_sql = "current_timestamp()")]
    pub ad: Option<String>,
    /// two\nlines
    #[column(length = 10)]
    pub ae: Option<String>,
    #[column(type(mariadb = "uuid"))]
    pub af: Option<String>,
    #[column(type = "inet6")]
    pub ag: Option<String>,
    #[column(type = "bit(3)", default_sql = "b'101'")]
    pub ah: Option<String>,
    #[column(length = 40)]
    pub ai: Option<String>,
}
