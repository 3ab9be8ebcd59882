//! The table `ring_b`.

use super::RingA;

#[derive(strobila::Model)]
pub struct RingB {
    #[column(primary_key)]
    pub id: i32,
    #[column(references = RingA, index = false)]
    pub a: Option<i32>,
}
