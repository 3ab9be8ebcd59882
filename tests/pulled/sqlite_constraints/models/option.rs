//! The table `option`.

use super::WeirdTable;

#[derive(strobila::Model)]
#[model(table = "option")]
pub struct Option2 {
    #[column(primary_key)]
    pub id: i64,
    pub string: Option<String>,
    pub vec: Option<i64>,
    #[column(references = WeirdTable, index = false)]
    pub weird: Option<i64>,
}
