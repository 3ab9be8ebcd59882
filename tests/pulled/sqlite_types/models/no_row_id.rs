//! The table `no_row_id`.

#[derive(strobila::Model)]
pub struct NoRowId {
    #[column(primary_key)]
    pub code: String,
    pub b: Option<i64>,
}
