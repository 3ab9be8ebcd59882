//! Tables of two schemas; domains and composite types.

pub mod models;

mod migrations {
    strobila::migrations! {}
}

strobila::module!("postgres_schemas");
