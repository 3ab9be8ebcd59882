//! The table `loose`.

#[derive(strobila::Model)]
pub struct Loose {
    #[column(primary_key)]
    pub code: String,
    pub b: Option<i64>,
}
