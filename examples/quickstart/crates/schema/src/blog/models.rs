//! The tables of the module `blog`.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A person who writes posts.
#[derive(Debug, strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: Uuid,
    #[column(length = 255, unique)]
    pub email: String,
    pub name: String,
    pub bio: Option<String>,
}

/// Something to read.
#[derive(Debug, strobila::Model)]
#[model(timestamps, index(author_id, published_at), check(title_not_empty = "length(title) > 0"))]
pub struct Post {
    #[column(primary_key)]
    pub id: Uuid,
    #[column(references = Author, on_delete = "cascade", index = false)]
    pub author_id: Uuid,
    pub title: String,
    #[column(default = "draft")]
    pub status: Status,
    pub published_at: Option<DateTime<Utc>>,
}

/// How far a post is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strobila::Enum)]
pub enum Status {
    Draft,
    Published,
}
