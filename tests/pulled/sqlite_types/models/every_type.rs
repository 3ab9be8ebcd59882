//! The table `every_type`.

#[derive(strobila::Model)]
pub struct EveryType {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(default = -3)]
    pub a: i64,
    #[column(default = 7)]
    pub b: Option<i64>,
    pub c: Option<i64>,
    #[column(default = 0.5)]
    pub d: Option<f64>,
    #[column(type = "NUMERIC(12,2)", default = 0.10)]
    pub e: String,
    #[column(default = r#"it's "so""#)]
    pub f: String,
    #[column(default = "5")]
    pub g: Option<String>,
    #[column(default = true)]
    pub h: bool,
    #[column(default = false)]
    pub i: Option<bool>,
    #[column(type = "DATETIME", default_sql = "CURRENT_TIMESTAMP")]
    pub j: Option<String>,
    #[column(default_sql = "x'00ff'")]
    pub k: Option<Vec<u8>>,
    pub l: Option<Vec<u8>>,
    #[column(type = "DATE", default = "2026-11-20")]
    pub m: Option<String>,
    #[column(collate = "NOCASE")]
    pub n: Option<String>,
    #[column(default_sql = "1 + 1")]
    pub o: i64,
    #[column(generated = "f || 'x'")]
    pub p: Option<String>,
    #[column(generated_virtual = "f || 'y'")]
    pub q: Option<String>,
    #[column(type = "JSON")]
    pub r: Option<String>,
    #[column(type = "DECIMAL")]
    pub s: Option<String>,
    #[column(type = "UUID")]
    pub t: Option<String>,
    #[column(default_sql = "datetime('now')")]
    pub u: String,
    #[column(default_sql = "1e10")]
    pub v: Option<f64>,
    pub w: Option<i64>,
}
