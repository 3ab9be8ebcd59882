//! The table `strictly`.

#[derive(strobila::Model)]
pub struct Strictly {
    #[column(primary_key)]
    pub id: i64,
    #[column(type = "ANY")]
    pub a: Option<String>,
    pub b: i64,
}
