//! The table `nokey`.

#[derive(strobila::Model)]
#[model(unique(name = "a", columns(a, unique)))]
pub struct Nokey {
    pub a: Option<i32>,
    pub unique: Option<i32>,
}
