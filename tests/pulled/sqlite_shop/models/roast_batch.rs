//! The table `roast_batch`.

use super::{Product, Supplier};

#[derive(strobila::Model)]
#[model(
    index(columns(product_id, "roasted_on desc")),
    check(roasting_loses_weight = "roasted_kg IS NULL OR roasted_kg < green_kg")
)]
pub struct RoastBatch {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references = Product, on_delete = "restrict")]
    pub product_id: Vec<u8>,
    #[column(references = Supplier, on_delete = "set_null")]
    pub supplier_id: Option<i64>,
    #[column(default_sql = "date('now')")]
    pub roasted_on: String,
    pub green_kg: f64,
    pub roasted_kg: Option<f64>,
    pub curve: Option<Vec<u8>>,
}
