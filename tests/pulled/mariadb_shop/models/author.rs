//! The table `author`.

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
    pub joined_on: chrono::NaiveDate,
}
