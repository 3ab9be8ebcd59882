//! The table `old`.

use super::OldStatus;

#[derive(strobila::Model)]
pub struct Old {
    #[column(primary_key)]
    pub id: i32,
    #[column(length = 20, collate = "latin1_swedish_ci")]
    pub name: String,
    #[column(length = 20)]
    pub code: String,
    #[column(collate = "latin1_swedish_ci")]
    pub status: Option<OldStatus>,
}
