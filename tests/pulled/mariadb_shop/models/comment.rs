//! The table `comment`.

use super::{Customer, Post};

/// What a reader says.
#[derive(strobila::Model)]
#[model(
    index(name = "comment_article_id_created_at_idx", columns(post_id, created_at)),
    foreign_key(name = "comment_article_id_fkey", columns(post_id), references = Post, on_delete = "cascade", index = false)
)]
pub struct Comment {
    #[column(primary_key, identity)]
    pub id: i64,
    pub post_id: uuid::Uuid,
    /// The comment it answers.
    #[column(references = Comment, on_delete = "cascade")]
    pub parent_id: Option<i64>,
    #[column(references = Customer, on_delete = "set_null")]
    pub customer_id: Option<uuid::Uuid>,
    pub body: String,
    #[column(length = 45)]
    pub sent_from: Option<String>,
    #[column(default_sql = "current_timestamp(6)")]
    pub created_at: chrono::DateTime<chrono::Utc>,
}
