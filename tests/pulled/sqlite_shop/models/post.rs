//! The table `post`.

use super::Author;

#[derive(strobila::Model)]
#[model(
    primary_key(name = "article_pkey", columns(id)),
    index(name = "article_author_id_published_at_idx", columns(author_id, "published_at desc")),
    index(name = "article_slug_key", columns(slug), unique),
    foreign_key(name = "article_author_id_fkey", columns(author_id), references = Author, on_delete = "restrict", index = false),
    check("article_title_not_empty_check" = "length(title) > 0"),
    check(status = r#""status" IN ('draft', 'published')"#)
)]
pub struct Post {
    #[column(
        default_sql = "CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)"
    )]
    pub id: Vec<u8>,
    pub author_id: i64,
    pub title: String,
    pub slug: String,
    pub body: String,
    #[column(default = "draft")]
    pub status: String,
    pub published_at: Option<String>,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub created_at: String,
    #[column(default_sql = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")]
    pub updated_at: String,
}
