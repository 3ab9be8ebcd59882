//! Pulled.

pub mod models;

mod migrations {
    strobila::migrations! {}
}

strobila::module!("mariadb_types");
