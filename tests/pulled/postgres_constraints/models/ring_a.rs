//! The table `ring_a`.

use super::RingB;

#[derive(strobila::Model)]
pub struct RingA {
    #[column(primary_key)]
    pub id: i32,
    #[column(references = RingB, index = false)]
    pub b: Option<i32>,
}
