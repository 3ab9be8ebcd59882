//! The table `author`.

#[derive(strobila::Model)]
#[model(index(name = "author_slug_key", columns(slug), unique))]
pub struct Author {
    #[column(primary_key, identity)]
    pub id: i64,
    pub name: String,
    pub slug: String,
    pub bio: Option<String>,
    #[column(default = "2024-05-01")]
    pub joined_on: String,
}
