//! The table `payment`.

use super::Order;

/// Money that came in for an order.
#[derive(strobila::Model)]
#[model(
    unique(columns(provider, provider_reference)),
    check(amount_positive = "`amount` > 0"),
    check(provider = "`provider` in ('card','transfer','paypal')")
)]
pub struct Payment {
    #[column(primary_key, default_sql = "unhex(replace(uuid(),'-',''))")]
    pub id: uuid::Uuid,
    #[column(references = Order)]
    pub order_id: uuid::Uuid,
    #[column(length = 255)]
    pub provider: String,
    #[column(length = 120)]
    pub provider_reference: String,
    #[column(precision = 12, scale = 2)]
    pub amount: rust_decimal::Decimal,
    pub captured_at: Option<chrono::DateTime<chrono::Utc>>,
    #[column(default_sql = "current_timestamp(6)")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "current_timestamp(6)")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
