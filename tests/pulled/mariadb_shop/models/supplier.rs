//! The table `supplier`.

/// Who sells us green coffee.
#[derive(strobila::Model)]
pub struct Supplier {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(length = 120, unique)]
    pub name: String,
    #[column(default = "{}")]
    pub contact: serde_json::Value,
    #[column(default = 14)]
    pub lead_days: i16,
}
