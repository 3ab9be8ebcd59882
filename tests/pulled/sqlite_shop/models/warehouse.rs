//! The table `warehouse`.

#[derive(strobila::Model)]
pub struct Warehouse {
    #[column(primary_key)]
    pub code: String,
    pub name: String,
    #[column(default = "08:00:00")]
    pub opens_at: String,
    #[column(default = "17:00:00")]
    pub closes_at: String,
}
