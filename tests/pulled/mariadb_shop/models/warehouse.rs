//! The table `warehouse`.

/// A place that holds stock.
#[derive(strobila::Model)]
pub struct Warehouse {
    /// A short code that is painted on the door: `HH1`.
    #[column(primary_key, length = 8)]
    pub code: String,
    pub name: String,
    #[column(default = "08:00:00.000000")]
    pub opens_at: chrono::NaiveTime,
    #[column(default = "17:00:00.000000")]
    pub closes_at: chrono::NaiveTime,
}
