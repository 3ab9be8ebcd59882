//! The table `payment`.

use super::Order;

/// Money that came in for an order.
#[derive(strobila::Model)]
#[model(
    unique(columns(provider, provider_reference)),
    check(amount_positive = "amount > (0)::numeric"),
    check(provider = "provider = ANY (ARRAY['card'::text, 'transfer'::text, 'paypal'::text])")
)]
pub struct Payment {
    #[column(primary_key, default_sql = "gen_random_uuid()")]
    pub id: uuid::Uuid,
    #[column(references = Order, on_delete = "restrict")]
    pub order_id: uuid::Uuid,
    pub provider: String,
    #[column(length = 120)]
    pub provider_reference: String,
    #[column(precision = 12, scale = 2)]
    pub amount: rust_decimal::Decimal,
    pub captured_at: Option<chrono::DateTime<chrono::Utc>>,
    #[column(default_sql = "now()")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "now()")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
