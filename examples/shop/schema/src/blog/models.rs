//! What the roastery writes.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::catalog::models::Product;
use crate::customer::models::Customer;

/// A person who writes.
#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(length = 80)]
    pub name: String,
    #[column(length = 80, unique)]
    pub slug: Option<String>,
    pub bio: Option<String>,
    #[column(default = "2024-05-01")]
    pub joined_on: NaiveDate,
}

/// Whether an article can be read.
#[derive(strobila::Enum)]
pub enum ArticleStatus {
    Draft,
    Published,
}

/// A text about coffee.
#[derive(strobila::Model)]
#[model(
    timestamps,
    many_to_many(Product),
    index(author_id, "published_at desc"),
    check(title_not_empty = "length(title) > 0")
)]
pub struct Article {
    #[column(primary_key, default_sql = "uuid()")]
    pub id: Uuid,
    #[column(references = Author, on_delete = "restrict")]
    pub author_id: i64,
    #[column(length = 200)]
    pub title: String,
    #[column(length = 120, unique)]
    pub slug: String,
    pub body: String,
    #[column(default = "draft")]
    pub status: ArticleStatus,
    pub published_at: Option<DateTime<Utc>>,
}

/// What a reader says.
#[derive(strobila::Model)]
#[model(index(article_id, created_at))]
pub struct Comment {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references = Article, on_delete = "cascade")]
    pub article_id: Uuid,
    /// The comment it answers.
    #[column(references = Comment, on_delete = "cascade")]
    pub parent_id: Option<i64>,
    #[column(references = Customer, on_delete = "set_null")]
    pub customer_id: Option<Uuid>,
    pub body: String,
    #[column(type(postgres = "inet", sqlite = "TEXT"))]
    pub sent_from: Option<String>,
    #[column(default_sql = "now()")]
    pub created_at: DateTime<Utc>,
}

/// A reader who wants letters.
#[derive(strobila::Model)]
pub struct Subscriber {
    #[column(primary_key, length = 255)]
    pub email: String,
    #[column(default = false)]
    pub is_confirmed: bool,
    #[column(default_sql = "now()")]
    pub subscribed_at: DateTime<Utc>,
}

/// An address of the old blog, and where it leads now.
#[derive(strobila::Model)]
pub struct Redirect {
    #[column(primary_key, length = 200)]
    pub path: String,
    #[column(references = Article, on_delete = "cascade")]
    pub article_id: Uuid,
}
