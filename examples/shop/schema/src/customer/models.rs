//! Who buys.

use chrono::NaiveDate;
use uuid::Uuid;

/// A person with an account.
#[derive(strobila::Model)]
#[model(
    timestamps,
    soft_delete,
    index(name = "customer_email_lower_key", columns("lower(email)"), unique, where = "deleted_at IS NULL"),
    index(name, birthday),
    check(email_has_at = "email LIKE '%_@_%'")
)]
pub struct Customer {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
    #[column(length = 255)]
    pub email: String,
    pub name: String,
    pub phone: Option<String>,
    pub fax: Option<String>,
    pub birthday: Option<NaiveDate>,
    /// BCP 47.
    #[column(length = 12, default = "en")]
    pub locale: String,
    #[column(references = Address, on_delete = "set_null", deferrable = "deferred")]
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
    pub postcode: i32,
    pub city: String,
    /// ISO 3166, two letters.
    #[column(length = 2, default = "DE")]
    pub country: String,
}
