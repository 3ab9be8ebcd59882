//! Models and migrations, without queries.

pub mod blog;

/// Every module, for the tool and for the server's start.
pub static MODULES: &[&strobila::Module] = &[&blog::MODULE];
