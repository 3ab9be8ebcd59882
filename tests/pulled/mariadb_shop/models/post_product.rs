//! The table `post_product`.

use super::{Post, Product};

#[derive(strobila::Model)]
#[model(
    primary_key(columns(post_id, product_id)),
    index(name = "article_product_product_id_idx", columns(product_id)),
    foreign_key(name = "article_product_article_id_fkey", columns(post_id), references = Post, on_delete = "cascade", index = false),
    foreign_key(name = "article_product_product_id_fkey", columns(product_id), references = Product, on_delete = "cascade", index = false)
)]
pub struct PostProduct {
    pub post_id: uuid::Uuid,
    pub product_id: uuid::Uuid,
}
