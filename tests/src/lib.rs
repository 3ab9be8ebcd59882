//! What the tests share: servers, case directories, random schemas.

pub mod asking;
pub mod cases;
pub mod decided;
pub mod demo;
pub mod elsewhere;
pub mod faults;
pub mod planning;
pub mod program;
pub mod pulled;
pub mod random;
