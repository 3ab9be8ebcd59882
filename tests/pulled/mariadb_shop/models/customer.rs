//! The table `customer`.

use super::Address;

/// A person with an account.
#[derive(strobila::Model)]
#[model(
    index(name = "customer_name_birthday_idx", columns(full_name, birthday)),
    check(email_has_at = "`email` like '%_@_%'")
)]
pub struct Customer {
    #[column(primary_key, default_sql = "unhex(replace(uuid(),'-',''))")]
    pub id: uuid::Uuid,
    #[column(length = 255)]
    pub email: String,
    /// Who may not sign up twice: the address in lower case, until the account is deleted.
    #[column(length = 255, generated = "case when `deleted_at` is null then lcase(`email`) end", unique)]
    pub live_email: Option<String>,
    #[column(length = 120)]
    pub full_name: String,
    pub phone: Option<String>,
    pub birthday: Option<chrono::NaiveDate>,
    /// BCP 47.
    #[column(length = 12, default = "de")]
    pub locale: String,
    #[column(references = Address, on_delete = "set_null")]
    pub default_address_id: Option<uuid::Uuid>,
    #[column(default_sql = "current_timestamp(6)")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "current_timestamp(6)")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}
