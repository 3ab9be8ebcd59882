//! The table `payment`.

use super::Order;

#[derive(strobila::Model)]
#[model(
    index(name = "payment_provider_provider_reference_key", columns(provider, provider_reference), unique),
    check(amount_positive = "CAST(amount AS REAL) > 0"),
    check(provider = r#""provider" IN ('card', 'transfer', 'paypal')"#)
)]
pub struct Payment {
    #[column(
        primary_key,
        default_sql = "CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)"
    )]
    pub id: Vec<u8>,
    #[column(references = Order, on_delete = "restrict")]
    pub order_id: Vec<u8>,
    pub provider: String,
    pub provider_reference: String,
    pub amount: String,
    pub captured_at: Option<String>,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub created_at: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub updated_at: String,
}
