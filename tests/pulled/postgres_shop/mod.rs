//! Pulled.

pub mod models;

mod migrations {
    strobila::migrations! {}
}

strobila::module!("postgres_shop");
