//! The table `offer`.

use super::State;

#[derive(strobila::Model)]
#[model(index(name = "offer_name_idx", columns(name, number)))]
pub struct Offer {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(type = "handle", default_sql = "'none'::text", unique)]
    pub name: String,
    #[column(type = r#""My types"."Odd ""one""#)]
    pub number: Option<String>,
    #[column(type = "pair")]
    pub both: Option<String>,
    #[column(type = "pair[]")]
    pub each: Option<String>,
    #[column(type = "handle[]", default_sql = "'{a}'")]
    pub names: String,
    #[column(default = "open")]
    pub state: State,
}
