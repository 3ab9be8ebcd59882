//! The table `option`.

use super::WeirdTable;

#[derive(strobila::Model)]
#[model(
    table = "option",
    index(name = "weird", columns(weird)),
    foreign_key(name = "option_ibfk_1", columns(weird), references = WeirdTable, index = false)
)]
pub struct Option2 {
    #[column(primary_key)]
    pub id: i32,
    pub string: Option<String>,
    pub vec: Option<i32>,
    pub weird: Option<i32>,
}
