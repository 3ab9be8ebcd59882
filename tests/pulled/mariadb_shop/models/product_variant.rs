//! The table `product_variant`.

use super::Product;

/// A bag of a coffee: what is priced, kept in stock and ordered.
#[derive(strobila::Model)]
#[model(
    unique(columns(product_id, grams)),
    check(grams_positive = "`grams` > 0"),
    check(price_not_negative = "`price` >= 0")
)]
pub struct ProductVariant {
    #[column(primary_key, default_sql = "unhex(replace(uuid(),'-',''))")]
    pub id: uuid::Uuid,
    #[column(references = Product, on_delete = "cascade")]
    pub product_id: uuid::Uuid,
    #[column(length = 40, unique)]
    pub sku: String,
    pub grams: i32,
    #[column(precision = 10, scale = 2)]
    pub price: rust_decimal::Decimal,
    #[column(default = true)]
    pub is_active: bool,
    #[column(default_sql = "current_timestamp(6)")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "current_timestamp(6)")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
    /// What the shop shows: `250 g`.
    #[column(length = 40)]
    pub label: String,
}
