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
    pub slug: String,
    pub bio: Option<String>,
    #[column(default = "2024-05-01")]
    pub joined_on: NaiveDate,
}

/// Whether a post can be read.
#[derive(strobila::Enum)]
#[strobila(renamed_from = "article_status")]
pub enum PostStatus {
    Draft,
    Published,
}

/// A text about coffee.
#[derive(strobila::Model)]
#[model(
    renamed_from = "article",
    timestamps,
    many_to_many(Product),
    index(author_id, "published_at desc"),
    check(title_not_empty = "length(title) > 0")
)]
pub struct Post {
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
    pub status: PostStatus,
    pub published_at: Option<DateTime<Utc>>,
}

/// What a reader says.
#[derive(strobila::Model)]
#[model(index(post_id, created_at))]
pub struct Comment {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references = Post, on_delete = "cascade", renamed_from = "article_id")]
    pub post_id: Uuid,
    /// The comment it answers.
    #[column(references = Comment, on_delete = "cascade")]
    pub parent_id: Option<i64>,
    #[column(references = Customer, on_delete = "set_null")]
    pub customer_id: Option<Uuid>,
    pub body: String,
    #[column(type(postgres = "inet", mysql = "varchar(45)", sqlite = "TEXT"))]
    pub sent_from: Option<String>,
    #[column(default_sql = "now()")]
    pub created_at: DateTime<Utc>,
}
