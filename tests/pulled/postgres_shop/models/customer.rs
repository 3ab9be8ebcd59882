//! The table `customer`.

use super::Address;

/// A person with an account.
#[derive(strobila::Model)]
#[model(
    index(
        name = "customer_email_lower_key",
        columns("(lower(email::text))"),
        unique,
        where = "deleted_at IS NULL"
    ),
    index(name = "customer_name_birthday_idx", columns(full_name, birthday)),
    check(email_has_at = "(email)::text ~~ '%_@_%'::text")
)]
pub struct Customer {
    #[column(primary_key, default_sql = "gen_random_uuid()")]
    pub id: uuid::Uuid,
    #[column(length = 255)]
    pub email: String,
    pub full_name: String,
    pub phone: Option<String>,
    pub birthday: Option<chrono::NaiveDate>,
    /// BCP 47.
    #[column(length = 12, default = "de")]
    pub locale: String,
    #[column(references = Address, on_delete = "set_null", deferrable = "deferred")]
    pub default_address_id: Option<uuid::Uuid>,
    #[column(default_sql = "now()")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "now()")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}
