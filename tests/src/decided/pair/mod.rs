//! Names that flags may swap.

#![expect(missing_docs, reason = "they are read by their derive only")]

mod migrations;

strobila::module!("pair");

#[derive(strobila::Enum)]
pub enum State {
    On,
    Off,
}

#[derive(strobila::Model)]
pub struct Pair {
    #[column(primary_key, identity)]
    pub id: i64,
    pub left: String,
    pub right: String,
    pub state: State,
}
