//! The table `stock`.

use super::{ProductVariant, Warehouse};

/// How many bags of a kind a warehouse holds.
#[derive(strobila::Model)]
#[model(
    primary_key(columns(warehouse_code, variant_id)),
    check(on_hand_not_negative = "`on_hand` >= 0"),
    check(reserved_is_on_hand = "`reserved` between 0 and `on_hand`")
)]
pub struct Stock {
    #[column(length = 8, references = Warehouse, on_update = "cascade")]
    pub warehouse_code: String,
    #[column(references = ProductVariant, on_delete = "cascade")]
    pub variant_id: uuid::Uuid,
    #[column(default = 0)]
    pub on_hand: i32,
    #[column(default = 0)]
    pub reserved: i32,
    #[column(generated = "`on_hand` - `reserved`")]
    pub available: Option<i32>,
}
