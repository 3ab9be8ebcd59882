#![allow(non_snake_case, unreachable_pub, clippy::pedantic)]
//! The migrations of this module. `db:generate` writes this file.

pub mod Migration202611201127;
pub mod Migration202611201128;
pub mod Migration202611201129;
pub mod Migration202611201130;
pub mod Migration202611201131;

strobila::migrations! {
    Migration202611201127,
    Migration202611201128,
    Migration202611201129,
    Migration202611201130,
    Migration202611201131,
}
