//! The table `roast_batch`.

use super::{Product, Supplier};

/// One turn of the drum.
#[derive(strobila::Model)]
#[model(
    index(columns(product_id, "roasted_on desc")),
    check(roasting_loses_weight = "`roasted_kg` is null or `roasted_kg` < `green_kg`")
)]
pub struct RoastBatch {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references = Product)]
    pub product_id: uuid::Uuid,
    #[column(references = Supplier, on_delete = "set_null")]
    pub supplier_id: Option<i64>,
    #[column(default_sql = "curdate()")]
    pub roasted_on: chrono::NaiveDate,
    pub green_kg: f64,
    pub roasted_kg: Option<f64>,
    /// The curve of the drum's thermometer.
    pub curve: Option<Vec<u8>>,
}
