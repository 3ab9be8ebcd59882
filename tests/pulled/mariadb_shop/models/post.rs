//! The table `post`.

use super::{Author, PostStatus};

/// A text about coffee.
#[derive(strobila::Model)]
#[model(
    unique(name = "article_slug_key", columns(slug)),
    index(name = "article_author_id_published_at_idx", columns(author_id, "published_at desc")),
    foreign_key(name = "article_author_id_fkey", columns(author_id), references = Author, index = false),
    check("article_title_not_empty_check" = "octet_length(`title`) > 0")
)]
pub struct Post {
    #[column(primary_key, default_sql = "unhex(replace(uuid(),'-',''))")]
    pub id: uuid::Uuid,
    pub author_id: i64,
    #[column(length = 200)]
    pub title: String,
    #[column(length = 120)]
    pub slug: String,
    pub body: String,
    #[column(default = "draft")]
    pub status: PostStatus,
    pub published_at: Option<chrono::DateTime<chrono::Utc>>,
    #[column(default_sql = "current_timestamp(6)")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "current_timestamp(6)")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
