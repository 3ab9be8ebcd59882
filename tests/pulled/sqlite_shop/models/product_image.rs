//! The table `product_image`.

use super::Product;

#[derive(strobila::Model)]
#[model(primary_key(columns(product_id, position)))]
pub struct ProductImage {
    #[column(references = Product, on_delete = "cascade")]
    pub product_id: Vec<u8>,
    pub position: i64,
    pub url: String,
    #[column(default = "")]
    pub alt: String,
}
