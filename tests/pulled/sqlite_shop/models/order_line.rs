//! The table `order_line`.

use super::{Order, ProductVariant};

#[derive(strobila::Model)]
#[model(primary_key(columns(order_id, line)), check(quantity_positive = "quantity > 0"))]
pub struct OrderLine {
    #[column(references = Order, on_delete = "cascade")]
    pub order_id: Vec<u8>,
    pub line: i64,
    #[column(references = ProductVariant, on_delete = "restrict")]
    pub variant_id: Vec<u8>,
    #[column(default = 1)]
    pub quantity: i64,
    pub unit_price: String,
    pub unit_grams: i64,
    #[column(generated = "quantity * unit_grams")]
    pub grams: i64,
}
