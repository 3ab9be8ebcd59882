//! The table `customer`.

use super::Address;

/// A person with an account.
#[derive(strobila::Model)]
#[model(
    index(name = "customer_live_email_key", columns(live_email), unique),
    index(name = "customer_name_birthday_idx", columns(full_name, birthday)),
    check(email_has_at = "(email)::text ~~ '%_@_%'::text")
)]
pub struct Customer {
    #[column(primary_key, default_sql = "gen_random_uuid()")]
    pub id: uuid::Uuid,
    #[column(length = 255)]
    pub email: String,
    /// Who may not sign up twice: the address in lower case, until the account is deleted.
    #[column(
        length = 255,
        generated = r"CASE
    WHEN (deleted_at IS NULL) THEN lower((email)::text)
    ELSE NULL::text
END"
    )]
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
    #[column(default_sql = "now()")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "now()")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}
