//! The table `loyalty_account`.

use super::{Customer, LoyaltyAccountTier};

/// Points of a customer.
#[derive(strobila::Model)]
#[model(check(points_not_negative = "`points` >= 0"))]
pub struct LoyaltyAccount {
    #[column(primary_key, references = Customer, on_delete = "cascade")]
    pub customer_id: uuid::Uuid,
    #[column(default = 0)]
    pub points: i64,
    #[column(default = "bean", index)]
    pub tier: LoyaltyAccountTier,
    #[column(default_sql = "current_timestamp(6)")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "current_timestamp(6)")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
