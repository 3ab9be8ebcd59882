#![allow(non_snake_case, unreachable_pub, clippy::pedantic)]
//! The migrations of this module. `db:generate` writes this file.

strobila::migrations! {}
