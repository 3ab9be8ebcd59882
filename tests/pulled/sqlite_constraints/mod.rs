//! Pulled.

pub mod models;

mod migrations {
    strobila::migrations! {}
}

strobila::module!("sqlite_constraints");
