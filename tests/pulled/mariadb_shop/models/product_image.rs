//! The table `product_image`.

use super::Product;

/// A picture of a coffee.
#[derive(strobila::Model)]
#[model(primary_key(columns(product_id, position)))]
pub struct ProductImage {
    #[column(references = Product, on_delete = "cascade")]
    pub product_id: uuid::Uuid,
    pub position: i16,
    pub url: String,
    #[column(default = "")]
    pub alt: String,
}
