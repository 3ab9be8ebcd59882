//! The table `option`.

use super::WeirdTable;

#[derive(strobila::Model)]
#[model(table = "option")]
pub struct Option2 {
    #[column(primary_key)]
    pub id: i32,
    pub string: Option<String>,
    pub vec: Option<i32>,
    #[column(references = WeirdTable, index = false)]
    pub weird: Option<i32>,
}
