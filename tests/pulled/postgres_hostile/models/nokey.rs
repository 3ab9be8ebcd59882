//! The table `nokey`.

#[derive(strobila::Model)]
#[model(unique(columns(a, deferrable)))]
pub struct Nokey {
    pub a: Option<i32>,
    pub deferrable: Option<i32>,
}
