//! The table `nokey`.

#[derive(strobila::Model)]
#[model(unique(columns(a, unique)))]
pub struct Nokey {
    pub a: Option<i64>,
    pub unique: Option<i64>,
}
