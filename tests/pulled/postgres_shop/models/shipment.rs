//! The table `shipment`.

use super::{Order, Warehouse};

/// A parcel.
#[derive(strobila::Model)]
pub struct Shipment {
    #[column(primary_key, default_sql = "gen_random_uuid()")]
    pub id: uuid::Uuid,
    #[column(references = Order, on_delete = "restrict")]
    pub order_id: uuid::Uuid,
    /// The code of the warehouse it leaves.
    #[column(
        length = 8,
        references = Warehouse,
        on_delete = "restrict",
        on_update = "cascade"
    )]
    pub warehouse_code: String,
    #[column(default = "dhl")]
    pub carrier: String,
    pub tracking_code: Option<String>,
    #[column(default_sql = "now()")]
    pub handed_over_at: chrono::DateTime<chrono::Utc>,
}
