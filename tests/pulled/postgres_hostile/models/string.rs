//! The table `string`.

use super::Option2;

#[derive(strobila::Model)]
#[model(table = "string")]
pub struct String2 {
    #[column(primary_key)]
    pub id: i32,
    #[column(name = "Option")]
    pub option: Option<String>,
    #[column(references = Option2, index = false)]
    pub other: Option<i32>,
}
