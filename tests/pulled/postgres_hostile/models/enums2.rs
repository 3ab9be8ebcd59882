//! The table `enums`.

#[derive(strobila::Model)]
pub struct Enums {
    #[column(primary_key)]
    pub id: i32,
}
