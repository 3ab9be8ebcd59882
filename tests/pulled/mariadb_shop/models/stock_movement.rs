//! The table `stock_movement`.

use super::Stock;

/// A change of stock, kept for ever.
#[derive(strobila::Model)]
#[model(
    index(columns(warehouse_code, variant_id)),
    foreign_key(columns(warehouse_code, variant_id), references = Stock, on_delete = "cascade", on_update = "cascade", index = false),
    check(reason = "`reason` in ('roasted','sold','returned','counted')")
)]
pub struct StockMovement {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(length = 8)]
    pub warehouse_code: String,
    pub variant_id: uuid::Uuid,
    pub delta: i32,
    #[column(length = 255)]
    pub reason: String,
    #[column(default_sql = "current_timestamp(6)", index)]
    pub happened_at: chrono::DateTime<chrono::Utc>,
}
