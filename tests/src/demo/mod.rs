//! A small project for the command line's tests: two modules, three migrations, no models.

pub mod blog;
pub mod catalog;

/// Its modules.
pub static MODULES: &[&strobila::Module] = &[&blog::MODULE, &catalog::MODULE];
