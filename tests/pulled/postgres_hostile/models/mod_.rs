//! The table `mod`.

#[derive(strobila::Model)]
pub struct Mod {
    #[column(primary_key)]
    pub id: i32,
    #[column(references = Mod, index = false)]
    pub r#fn: Option<i32>,
}
