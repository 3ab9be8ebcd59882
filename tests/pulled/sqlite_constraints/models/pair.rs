//! The table `pair`.

#[derive(strobila::Model)]
#[model(primary_key(name = "pair_key", columns(a, b)))]
pub struct Pair {
    pub a: i64,
    pub b: String,
    pub note: Option<String>,
}
