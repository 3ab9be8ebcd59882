//! The table `address`.

use super::Customer;

#[derive(strobila::Model)]
#[model(index(columns(country, postcode)), check(kind = r#""kind" IN ('billing', 'delivery')"#))]
pub struct Address {
    #[column(
        primary_key,
        default_sql = "CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)"
    )]
    pub id: Vec<u8>,
    #[column(references = Customer, on_delete = "cascade")]
    pub customer_id: Vec<u8>,
    #[column(default = "delivery")]
    pub kind: String,
    pub recipient: String,
    pub street: String,
    pub postcode: String,
    pub city: String,
    #[column(default = "DE")]
    pub country: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub created_at: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub updated_at: String,
}
