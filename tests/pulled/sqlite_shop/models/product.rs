//! The table `product`.

use super::{Category, Origin};

#[derive(strobila::Model)]
#[model(
    index(columns(country, region)),
    index(name = "product_live_slug_key", columns(live_slug), unique),
    index(name = "product_on_sale_idx", columns(category_id, "published_at desc")),
    foreign_key(columns(country, region), references = Origin, on_update = "cascade", index = false),
    check(process = r#""process" IN ('washed', 'natural', 'honey')"#),
    check(roast = r#""roast" IN ('light', 'medium', 'medium_dark', 'dark')"#)
)]
pub struct Product {
    #[column(
        primary_key,
        default_sql = "CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)"
    )]
    pub id: Vec<u8>,
    #[column(references = Category, on_delete = "restrict")]
    pub category_id: i64,
    pub country: Option<String>,
    pub region: Option<String>,
    pub name: String,
    pub slug: String,
    #[column(generated = "CASE WHEN deleted_at IS NULL THEN slug END")]
    pub live_slug: Option<String>,
    #[column(default = "medium")]
    pub roast: String,
    pub process: String,
    #[column(default = "[]")]
    pub tasting_notes: String,
    pub description: Option<String>,
    pub published_at: Option<String>,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')", index)]
    pub created_at: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub updated_at: String,
    pub deleted_at: Option<String>,
}
