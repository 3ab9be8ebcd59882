//! The table `address`.

use super::{AddressKind, Customer};

/// Where a customer lives.
#[derive(strobila::Model)]
#[model(index(columns(country, postcode)))]
pub struct Address {
    #[column(primary_key, default_sql = "unhex(replace(uuid(),'-',''))")]
    pub id: uuid::Uuid,
    #[column(references = Customer, on_delete = "cascade")]
    pub customer_id: uuid::Uuid,
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
    #[column(default_sql = "current_timestamp(6)")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "current_timestamp(6)")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
