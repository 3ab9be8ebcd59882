//! The table `subscriber`.

use super::Customer;

/// A reader who wants letters.
#[derive(strobila::Model)]
pub struct Subscriber {
    #[column(primary_key, length = 255)]
    pub email: String,
    #[column(default = false)]
    pub is_confirmed: bool,
    #[column(default_sql = "current_timestamp(6)")]
    pub subscribed_at: chrono::DateTime<chrono::Utc>,
    #[column(references = Customer, on_delete = "cascade")]
    pub customer_id: Option<uuid::Uuid>,
}
