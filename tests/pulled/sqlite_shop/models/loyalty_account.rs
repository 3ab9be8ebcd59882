//! The table `loyalty_account`.

use super::Customer;

#[derive(strobila::Model)]
#[model(
    check(points_not_negative = "points >= 0"),
    check(tier = r#""tier" IN ('bean', 'roaster', 'barista')"#)
)]
pub struct LoyaltyAccount {
    #[column(primary_key, references = Customer, on_delete = "cascade")]
    pub customer_id: Vec<u8>,
    #[column(default = 0)]
    pub points: i64,
    #[column(default = "bean", index)]
    pub tier: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub created_at: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub updated_at: String,
}
