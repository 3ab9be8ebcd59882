//! Who buys.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// A person with an account.
#[derive(strobila::Model)]
#[model(
    timestamps,
    soft_delete,
    index(name = "customer_live_email_key", columns(live_email), unique),
    index(full_name, birthday),
    check(email_has_at = "email LIKE '%_@_%'")
)]
pub struct Customer {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
    #[column(length = 255)]
    pub email: String,
    /// Who may not sign up twice: the address in lower case, until the account is deleted.
    #[column(length = 255, generated = "CASE WHEN deleted_at IS NULL THEN lower(email) END")]
    pub live_email: Option<String>,
    #[column(length = 120, renamed_from = "name")]
    pub full_name: String,
    pub phone: Option<String>,
    pub birthday: Option<NaiveDate>,
    /// BCP 47.
    #[column(length = 12, default = "de")]
    pub locale: String,
    #[column(references = Address, on_delete = "set_null")]
    pub default_address_id: Option<Uuid>,
}

/// What an address is for.
#[derive(strobila::Enum)]
pub enum AddressKind {
    Billing,
    Delivery,
}

/// Where a customer lives.
#[derive(strobila::Model)]
#[model(timestamps, index(country, postcode))]
pub struct Address {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
    #[column(references = Customer, on_delete = "cascade")]
    pub customer_id: Uuid,
    #[column(default = "delivery")]
    pub kind: AddressKind,
    pub recipient: String,
    pub street: String,
    #[column(length = 12)]
    pub postcode: String,
    pub city: String,
    /// ISO 3166, two letters.
    #[column(length = 2, default = "DE")]
    pub country: String,
}

/// A reader who wants letters.
#[derive(strobila::Model)]
#[model(moved_from = "blog")]
pub struct Subscriber {
    #[column(primary_key, length = 255)]
    pub email: String,
    #[column(default = false)]
    pub is_confirmed: bool,
    #[column(default_sql = "now()")]
    pub subscribed_at: DateTime<Utc>,
    #[column(references = Customer, on_delete = "cascade")]
    pub customer_id: Option<Uuid>,
}

/// What loyalty earns.
#[derive(strobila::Enum)]
pub enum Tier {
    Bean,
    Roaster,
    Barista,
}

/// Points of a customer.
#[derive(strobila::Model)]
#[model(timestamps, check(points_not_negative = "points >= 0"))]
pub struct LoyaltyAccount {
    #[column(primary_key, references = Customer, on_delete = "cascade")]
    pub customer_id: Uuid,
    #[column(default = 0)]
    pub points: i64,
    #[column(default = "bean", index)]
    pub tier: Tier,
}
