#![allow(non_snake_case, unreachable_pub, clippy::pedantic)]
//! The migrations of this module. `db:generate` writes this file.

pub mod Migration202611201300;
pub mod Migration202611201301;
pub mod Migration202611201302;
pub mod Migration202611201303;
pub mod Migration202611201304;
pub mod Migration202611201305;

strobila::migrations! {
    Migration202611201300,
    Migration202611201301,
    Migration202611201302,
    Migration202611201303,
    Migration202611201304,
    Migration202611201305,
}
