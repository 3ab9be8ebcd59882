//! The table `product`.

use super::{Category, Origin, ProductRoast};

/// A coffee, whatever the bag it is sold in.
#[derive(strobila::Model)]
#[model(
    index(columns(country, region)),
    index(name = "product_on_sale_idx", columns(category_id, "published_at desc")),
    foreign_key(columns(country, region), references = Origin, on_update = "cascade", index = false),
    check(process = "`process` in ('washed','natural','honey')")
)]
pub struct Product {
    #[column(primary_key, default_sql = "unhex(replace(uuid(),'-',''))")]
    pub id: uuid::Uuid,
    #[column(references = Category)]
    pub category_id: i64,
    #[column(length = 2)]
    pub country: Option<String>,
    #[column(length = 80)]
    pub region: Option<String>,
    #[column(length = 160)]
    pub name: String,
    #[column(length = 80)]
    pub slug: String,
    /// The slug while the product is not deleted: unique on a database without indexes on some rows, too.
    #[column(length = 80, generated = "case when `deleted_at` is null then `slug` end", unique)]
    pub live_slug: Option<String>,
    #[column(default = "medium")]
    pub roast: ProductRoast,
    #[column(length = 255)]
    pub process: String,
    /// A list of words: `["cherry", "cocoa"]`.
    #[column(default = "[]")]
    pub tasting_notes: serde_json::Value,
    pub description: Option<String>,
    pub published_at: Option<chrono::DateTime<chrono::Utc>>,
    #[column(default_sql = "current_timestamp(6)", index)]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "current_timestamp(6)")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}
