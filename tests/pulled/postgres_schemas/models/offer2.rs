//! The table `offer`.

use super::{Offer, State2};

/// What is sold.
#[derive(strobila::Model)]
#[model(
    table = "offer",
    schema = "sales",
    index(name = "offer_name_idx", columns(state)),
    check(id = "id > 0")
)]
pub struct Offer2 {
    #[column(primary_key, references = Offer)]
    pub id: i64,
    #[column(references = Offer2, index = false)]
    pub parent_id: Option<i64>,
    #[column(type = "sales.pair", default_sql = "ROW(1)")]
    pub one: Option<String>,
    #[column(default = "ajar")]
    pub state: State2,
}
