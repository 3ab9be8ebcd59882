#![allow(non_snake_case, unreachable_pub, clippy::pedantic)]
//! The migrations of this module. `db:generate` writes this file.

pub mod Migration202611201157;
pub mod Migration202611201158;
pub mod Migration202611201159;
pub mod Migration202611201200;

strobila::migrations! {
    Migration202611201157,
    Migration202611201158,
    Migration202611201159,
    Migration202611201200,
}
