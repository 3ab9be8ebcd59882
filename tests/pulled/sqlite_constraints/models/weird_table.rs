//! The table `Weird Table`.

#[derive(strobila::Model)]
#[model(table = "Weird Table", check("Weird Table_1st_check" = r#""1st" > 0"#))]
pub struct WeirdTable {
    #[column(primary_key, name = "Id")]
    pub id: i64,
    pub r#type: String,
    #[column(name = "self")]
    pub self_: Option<String>,
    #[column(name = r#"we ird"q"#)]
    pub we_ird_q: Option<String>,
    pub größe: Option<i64>,
    #[column(name = "1st")]
    pub column_1st: Option<i64>,
    #[column(name = "日本")]
    pub column: Option<i64>,
    #[column(name = "a b", default = "q")]
    pub a_b: Option<String>,
    pub r#gen: Option<i64>,
}
