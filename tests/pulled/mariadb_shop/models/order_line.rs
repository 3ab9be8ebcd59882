//! The table `order_line`.

use super::{Order, ProductVariant};

/// One kind of bag in an order.
#[derive(strobila::Model)]
#[model(primary_key(columns(order_id, line)), check(quantity_positive = "`quantity` > 0"))]
pub struct OrderLine {
    #[column(references = Order, on_delete = "cascade")]
    pub order_id: uuid::Uuid,
    pub line: i16,
    #[column(references = ProductVariant)]
    pub variant_id: uuid::Uuid,
    #[column(default = 1)]
    pub quantity: i32,
    #[column(precision = 10, scale = 2)]
    pub unit_price: rust_decimal::Decimal,
    /// What one bag weighs, in grams.
    pub unit_grams: i32,
    #[column(generated = "`quantity` * `unit_grams`")]
    pub grams: Option<i32>,
}
