//! Names that attributes swap.

#![expect(missing_docs, reason = "they are read by their derive only")]

mod migrations;

strobila::module!("swap");

#[derive(strobila::Model)]
pub struct Swap {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(renamed_from = "right")]
    pub left: String,
    #[column(renamed_from = "left")]
    pub right: String,
}
