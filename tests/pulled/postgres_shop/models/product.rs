//! The table `product`.

use super::{Category, Origin, Roast};

/// A coffee, whatever the bag it is sold in.
#[derive(strobila::Model)]
#[model(
    index(columns(country, region)),
    index(columns(created_at), using = "brin"),
    index(name = "product_live_slug_key", columns(live_slug), unique),
    index(name = "product_on_sale_idx", columns(category_id, "published_at desc")),
    foreign_key(columns(country, region), references = Origin, on_update = "cascade", index = false),
    check(process = "process = ANY (ARRAY['washed'::text, 'natural'::text, 'honey'::text])")
)]
pub struct Product {
    #[column(primary_key, default_sql = "gen_random_uuid()")]
    pub id: uuid::Uuid,
    #[column(references = Category, on_delete = "restrict")]
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
    #[column(
        length = 80,
        generated = r"CASE
    WHEN (deleted_at IS NULL) THEN slug
    ELSE NULL::character varying
END"
    )]
    pub live_slug: Option<String>,
    #[column(default = "medium")]
    pub roast: Roast,
    pub process: String,
    /// A list of words: `["cherry", "cocoa"]`.
    #[column(default = "[]")]
    pub tasting_notes: serde_json::Value,
    pub description: Option<String>,
    pub published_at: Option<chrono::DateTime<chrono::Utc>>,
    #[column(default_sql = "now()")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "now()")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}
