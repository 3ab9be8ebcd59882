//! The table `Weird Table`.

#[derive(strobila::Model)]
#[model(
    table = "Weird Table",
    check(r#"any "check""# = r#"`we ird"q` <> 'x"y'"#),
    check("largest" = "`größe` > 0 and `1st` > 0")
)]
pub struct WeirdTable {
    #[column(primary_key, name = "Id")]
    pub id: i32,
    #[column(length = 20)]
    pub r#type: String,
    #[column(name = "self")]
    pub self_: Option<String>,
    #[column(name = r#"we ird"q"#, length = 20, default = r"c:\\new")]
    pub we_ird_q: Option<String>,
    pub größe: Option<i32>,
    #[column(name = "1st")]
    pub column_1st: Option<i32>,
    #[column(name = "日本")]
    pub column: Option<i32>,
    pub r#gen: Option<i32>,
}
