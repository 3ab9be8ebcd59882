//! The table `post`.

use super::{Author, PostStatus};

/// A text about coffee.
#[derive(strobila::Model)]
#[model(
    primary_key(name = "article_pkey", columns(id)),
    unique(name = "article_slug_key", columns(slug)),
    index(name = "article_author_id_published_at_idx", columns(author_id, "published_at desc")),
    foreign_key(name = "article_author_id_fkey", columns(author_id), references = Author, on_delete = "restrict", index = false),
    check("article_title_not_empty_check" = "length((title)::text) > 0")
)]
pub struct Post {
    #[column(default_sql = "gen_random_uuid()")]
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
    #[column(default_sql = "now()")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    #[column(default_sql = "now()")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}
