//! The table `product_variant`.

use super::Product;

#[derive(strobila::Model)]
#[model(
    index(name = "product_variant_product_id_grams_key", columns(product_id, grams), unique),
    index(name = "product_variant_sku_key", columns(sku), unique),
    check(grams_positive = "grams > 0"),
    check(price_not_negative = "CAST(price AS REAL) >= 0")
)]
pub struct ProductVariant {
    #[column(
        primary_key,
        default_sql = "CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)"
    )]
    pub id: Vec<u8>,
    #[column(references = Product, on_delete = "cascade")]
    pub product_id: Vec<u8>,
    pub sku: String,
    pub grams: i64,
    pub price: String,
    #[column(default = true)]
    pub is_active: bool,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub created_at: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub updated_at: String,
    pub label: String,
}
