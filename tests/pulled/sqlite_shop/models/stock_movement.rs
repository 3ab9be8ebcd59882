//! The table `stock_movement`.

use super::Stock;

#[derive(strobila::Model)]
#[model(
    index(columns(warehouse_code, variant_id)),
    foreign_key(columns(warehouse_code, variant_id), references = Stock, on_delete = "cascade", on_update = "cascade", index = false),
    check(reason = r#""reason" IN ('roasted', 'sold', 'returned', 'counted')"#)
)]
pub struct StockMovement {
    #[column(primary_key, identity)]
    pub id: i64,
    pub warehouse_code: String,
    pub variant_id: Vec<u8>,
    pub delta: i64,
    pub reason: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')", index)]
    pub happened_at: String,
}
