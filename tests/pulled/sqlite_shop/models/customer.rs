//! The table `customer`.

use super::Address;

#[derive(strobila::Model)]
#[model(
    index(name = "customer_live_email_key", columns(live_email), unique),
    index(name = "customer_name_birthday_idx", columns(full_name, birthday)),
    check(email_has_at = "email LIKE '%_@_%'")
)]
pub struct Customer {
    #[column(
        primary_key,
        default_sql = "CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)"
    )]
    pub id: Vec<u8>,
    pub email: String,
    #[column(generated = "CASE WHEN deleted_at IS NULL THEN lower(email) END")]
    pub live_email: Option<String>,
    pub full_name: String,
    pub phone: Option<String>,
    pub birthday: Option<String>,
    #[column(default = "de")]
    pub locale: String,
    #[column(references = Address, on_delete = "set_null")]
    pub default_address_id: Option<Vec<u8>>,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub created_at: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub updated_at: String,
    pub deleted_at: Option<String>,
}
