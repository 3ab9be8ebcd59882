#![allow(non_snake_case, unreachable_pub, clippy::pedantic)]
//! The migrations of this module. `db:generate` writes this file.

pub mod Migration202611201326;

strobila::migrations! {
    Migration202611201326,
}
