//! The table `stock`.

use super::{ProductVariant, Warehouse};

#[derive(strobila::Model)]
#[model(
    primary_key(columns(warehouse_code, variant_id)),
    check(on_hand_not_negative = "on_hand >= 0"),
    check(reserved_is_on_hand = "reserved BETWEEN 0 AND on_hand")
)]
pub struct Stock {
    #[column(references = Warehouse, on_delete = "restrict", on_update = "cascade")]
    pub warehouse_code: String,
    #[column(references = ProductVariant, on_delete = "cascade")]
    pub variant_id: Vec<u8>,
    #[column(default = 0)]
    pub on_hand: i64,
    #[column(default = 0)]
    pub reserved: i64,
    #[column(generated = "on_hand - reserved")]
    pub available: i64,
}
