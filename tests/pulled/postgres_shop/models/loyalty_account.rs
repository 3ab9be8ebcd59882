//! The table `loyalty_account`.

use super::{Customer, Tier};

/// Points of a customer.
#[derive(strobila::Model)]
#[model(check(points_not_negative = "points >= 0"))]
pub struct LoyaltyAccount {
    #[column(primary_key, references = Customer, on_delete = "cascade")]
    pub customer_id: uuid::Uuid,
    #[column(default = 0)]
    pub points: i64,
    #[column(default = "bean", index)]
    pub tier: Tier,
    #[column(default_sql = "now()")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "now()")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
