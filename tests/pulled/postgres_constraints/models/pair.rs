//! The table `pair`.

#[derive(strobila::Model)]
#[model(primary_key(name = "pair_key", columns(a, b), include(note)))]
pub struct Pair {
    pub a: i32,
    #[column(length = 9)]
    pub b: String,
    pub note: Option<String>,
}
