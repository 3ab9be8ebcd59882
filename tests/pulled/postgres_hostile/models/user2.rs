//! The table `user`.

#[derive(strobila::Model)]
#[model(table = "user")]
pub struct User2 {
    #[column(primary_key)]
    pub id: i32,
}
