//! The table `shipment`.

use super::{Order, Warehouse};

/// A parcel.
#[derive(strobila::Model)]
pub struct Shipment {
    #[column(primary_key, default_sql = "unhex(replace(uuid(),'-',''))")]
    pub id: uuid::Uuid,
    #[column(references = Order)]
    pub order_id: uuid::Uuid,
    /// The code of the warehouse it leaves.
    #[column(length = 8, references = Warehouse, on_update = "cascade")]
    pub warehouse_code: String,
    #[column(default = "dhl")]
    pub carrier: String,
    pub tracking_code: Option<String>,
    #[column(default_sql = "current_timestamp(6)")]
    pub handed_over_at: chrono::DateTime<chrono::Utc>,
}
