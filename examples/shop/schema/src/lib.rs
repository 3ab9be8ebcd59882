//! The schema of a coffee roastery's shop: models and migrations, without queries.

pub mod blog;
pub mod catalog;
pub mod customer;
pub mod inventory;
pub mod order;

/// Every module, for the command and for the server.
pub static MODULES: &[&strobila::Module] =
    &[&catalog::MODULE, &customer::MODULE, &inventory::MODULE, &order::MODULE, &blog::MODULE];
