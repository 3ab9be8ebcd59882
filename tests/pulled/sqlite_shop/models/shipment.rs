//! The table `shipment`.

use super::{Order, Warehouse};

#[derive(strobila::Model)]
pub struct Shipment {
    #[column(
        primary_key,
        default_sql = "CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)"
    )]
    pub id: Vec<u8>,
    #[column(references = Order, on_delete = "restrict")]
    pub order_id: Vec<u8>,
    #[column(references = Warehouse, on_delete = "restrict", on_update = "cascade")]
    pub warehouse_code: String,
    #[column(default = "dhl")]
    pub carrier: String,
    pub tracking_code: Option<String>,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub handed_over_at: String,
}
