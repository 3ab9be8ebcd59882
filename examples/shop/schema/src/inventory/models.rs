//! Where the beans are.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::catalog::models::{Product, ProductVariant};

/// A place that holds stock.
#[derive(strobila::Model)]
pub struct Warehouse {
    /// A short code that is painted on the door: `HH1`.
    #[column(primary_key, length = 8)]
    pub code: String,
    pub name: String,
    #[column(default = "08:00:00")]
    pub opens_at: NaiveTime,
    #[column(default = "17:00:00")]
    pub closes_at: NaiveTime,
}

/// Who sells us green coffee.
#[derive(strobila::Model)]
pub struct Supplier {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(length = 120, unique)]
    pub name: String,
    #[column(default = "{}")]
    pub contact: Value,
    #[column(default = 14)]
    pub lead_days: i16,
}

/// One turn of the drum.
#[derive(strobila::Model)]
#[model(
    index(product_id, "roasted_on desc"),
    check(roasting_loses_weight = "roasted_kg IS NULL OR roasted_kg < green_kg")
)]
pub struct RoastBatch {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references = Product, on_delete = "restrict")]
    pub product_id: Uuid,
    #[column(references = Supplier, on_delete = "set_null")]
    pub supplier_id: Option<i64>,
    #[column(default_sql = "now()")]
    pub roasted_on: NaiveDate,
    pub green_kg: f64,
    pub roasted_kg: Option<f64>,
    /// The curve of the drum's thermometer.
    pub curve: Option<Vec<u8>>,
}

/// How many bags of a kind a warehouse holds.
#[derive(strobila::Model)]
#[model(
    primary_key(warehouse_code, variant_id),
    check(on_hand_not_negative = "on_hand >= 0"),
    check(reserved_is_on_hand = "reserved BETWEEN 0 AND on_hand")
)]
pub struct Stock {
    #[column(references = Warehouse, on_update = "cascade", on_delete = "restrict")]
    #[column(length = 8)]
    pub warehouse_code: String,
    #[column(references = ProductVariant, on_delete = "cascade")]
    pub variant_id: Uuid,
    #[column(default = 0)]
    pub on_hand: i32,
    #[column(default = 0)]
    pub reserved: i32,
    #[column(generated = "on_hand - reserved")]
    pub available: i32,
}

/// Why stock changed.
#[derive(strobila::Enum)]
#[strobila(storage = "text")]
pub enum MovementReason {
    Roasted,
    Sold,
    Returned,
    Counted,
}

/// A change of stock, kept for ever.
#[derive(strobila::Model)]
#[model(
    foreign_key(columns(warehouse_code, variant_id), references = Stock, on_update = "cascade", on_delete = "cascade"),
    index(happened_at)
)]
pub struct StockMovement {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(length = 8)]
    pub warehouse_code: String,
    pub variant_id: Uuid,
    pub delta: i32,
    pub reason: MovementReason,
    #[column(default_sql = "now()")]
    pub happened_at: DateTime<Utc>,
}
