//! The table `Weird Table`.

use super::OddMood;

#[derive(strobila::Model)]
#[model(
    table = "Weird Table",
    primary_key(name = "the key", columns(id)),
    index(name = "ix 1", columns("we_ird_q desc", "(lower(type))", r#"self_ collate "C""#)),
    check("Weird Table_Positive_check" = r#""größe" > 0"#),
    check(r#"any "check""# = r#""we ird""q" <> 'x"y'::text"#),
    comment = r#"two
lines, "quoted" \ and more "#
)]
pub struct WeirdTable {
    #[column(identity = "always", name = "Id")]
    pub id: i32,
    /// one line
    #[column(unique)]
    pub r#type: String,
    #[column(name = "self", comment = "  spaces  ")]
    pub self_: Option<String>,
    #[column(name = r#"we ird"q"#)]
    pub we_ird_q: Option<String>,
    pub größe: Option<i32>,
    #[column(name = "1st")]
    pub column_1st: Option<i32>,
    #[column(name = "日本")]
    pub column: Option<i32>,
    #[column(name = "a b", default = r#""q""#)]
    pub a_b: Option<OddMood>,
    #[column(name = "A-B", index)]
    pub a_b2: Option<i32>,
    pub r#gen: Option<i32>,
    #[column(name = r"back\slash", default_sql = r##"'c:\new'::text || '"#'::text"##)]
    pub back_slash: Option<String>,
}
