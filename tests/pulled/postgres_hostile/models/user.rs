//! The table `User`.

#[derive(strobila::Model)]
#[model(table = "User")]
pub struct User {
    #[column(primary_key)]
    pub id: i32,
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
    pub created_at: chrono::DateTime<chrono::Utc>,
}
