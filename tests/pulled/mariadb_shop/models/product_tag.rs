//! The table `product_tag`.

use super::{Product, Tag};

#[derive(strobila::Model)]
#[model(primary_key(columns(product_id, tag_id)))]
pub struct ProductTag {
    #[column(references = Product, on_delete = "cascade")]
    pub product_id: uuid::Uuid,
    #[column(references = Tag, on_delete = "cascade")]
    pub tag_id: i64,
}
