//! What the roastery sells.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use uuid::Uuid;

/// A shelf of the shop. Shelves stand in shelves.
#[derive(strobila::Model)]
#[model(index(parent_id, position))]
pub struct Category {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references = Category, on_delete = "restrict")]
    pub parent_id: Option<i64>,
    pub name: String,
    #[column(length = 80, unique)]
    pub slug: String,
    #[column(default = 0)]
    pub position: i16,
}

/// Where coffee grows.
#[derive(strobila::Model)]
#[model(primary_key(country, region), check(altitudes_in_order = "altitude_from <= altitude_to"))]
pub struct Origin {
    /// ISO 3166, two letters.
    #[column(length = 2)]
    pub country: String,
    #[column(length = 80)]
    pub region: String,
    /// Metres above the sea.
    pub altitude_from: Option<i16>,
    pub altitude_to: Option<i16>,
}

/// How dark a coffee is roasted.
#[derive(strobila::Enum)]
pub enum Roast {
    Light,
    Medium,
    MediumDark,
    Dark,
}

/// How the cherry became a bean.
#[derive(strobila::Enum)]
#[strobila(storage = "text")]
pub enum Process {
    Washed,
    Natural,
    Honey,
}

/// A word to find coffees by: `espresso`, `fruity`.
#[derive(strobila::Model)]
pub struct Tag {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(length = 40, unique)]
    pub name: String,
}

/// A coffee, whatever the bag it is sold in.
#[derive(strobila::Model)]
#[model(
    timestamps,
    soft_delete,
    many_to_many(Tag),
    index(name = "product_on_sale_idx", columns(category_id, "published_at desc")),
    index(name = "product_live_slug_key", columns(live_slug), unique),
    index(columns(created_at), using(postgres = "brin", mysql = "btree", sqlite = "btree")),
    foreign_key(columns(country, region), references = Origin, on_update = "cascade")
)]
pub struct Product {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
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
    #[column(length = 80, generated = "CASE WHEN deleted_at IS NULL THEN slug END")]
    pub live_slug: Option<String>,
    #[column(default = "medium")]
    pub roast: Roast,
    pub process: Process,
    /// A list of words: `["cherry", "cocoa"]`.
    #[column(default = "[]")]
    pub tasting_notes: Value,
    pub description: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
}

/// A bag of a coffee: what is priced, kept in stock and ordered.
#[derive(strobila::Model)]
#[model(
    timestamps,
    unique(product_id, grams),
    check(grams_positive = "grams > 0"),
    check(price_not_negative(
        postgres = "price >= 0",
        mysql = "price >= 0",
        sqlite = "CAST(price AS REAL) >= 0"
    ))
)]
pub struct ProductVariant {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
    #[column(references = Product, on_delete = "cascade")]
    pub product_id: Uuid,
    #[column(length = 40, unique)]
    pub sku: String,
    pub grams: i32,
    /// What the shop shows: `250 g`.
    #[column(length = 40)]
    pub label: String,
    #[column(precision = 10, scale = 2)]
    pub price: Decimal,
    #[column(default = true)]
    pub is_active: bool,
}

/// A picture of a coffee.
#[derive(strobila::Model)]
#[model(primary_key(product_id, position))]
pub struct ProductImage {
    #[column(references = Product, on_delete = "cascade")]
    pub product_id: Uuid,
    pub position: i16,
    pub url: String,
    #[column(default = "")]
    pub alt: String,
}
