//! A small project for the command line's tests: two modules whose models may have swapped names.

pub mod pair;
pub mod swap;

/// Its modules.
pub static MODULES: &[&strobila::Module] = &[&pair::MODULE, &swap::MODULE];
