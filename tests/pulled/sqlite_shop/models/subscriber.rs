//! The table `subscriber`.

use super::Customer;

#[derive(strobila::Model)]
pub struct Subscriber {
    #[column(primary_key)]
    pub email: String,
    #[column(default = false)]
    pub is_confirmed: bool,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub subscribed_at: String,
    #[column(references = Customer, on_delete = "cascade")]
    pub customer_id: Option<Vec<u8>>,
}
