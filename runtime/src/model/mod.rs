//! Models: Rust structs that describe tables, and what they say together.
//!
//! `#[derive(strobila::Model)]` leaves a [`Description`] of each struct in the program; [`capture`]
//! takes them all and makes the schemas that migrations are planned from.

mod capture;
mod captured;
mod description;
mod kind;
mod places;
mod text;
mod types;

use crate::schema::Table;

#[doc(hidden)]
pub use capture::{are_comparable, default_fits};
pub use capture::{capture, capture_of};
pub use captured::{Captured, Hints, Mistake};
pub use description::{Description, EnumDescription};
pub use kind::ColumnKind;
pub use places::{Place, Places};

#[doc(hidden)]
pub use description::Registered;
#[doc(hidden)]
pub use kind::{NotOption, Probe};

/// A struct that is one table. Derived: `#[derive(strobila::Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "a model is needed here",
    note = "give the struct `#[derive(strobila::Model)]`"
)]
pub trait Model {
    /// The table's name, without its schema.
    const TABLE: &'static str;
    /// The columns of the primary key, in order; empty when there is none.
    const KEY: &'static [&'static str];

    /// What the derive wrote down about the struct.
    fn description() -> &'static Description;

    /// The table, as the struct alone says it.
    ///
    /// What is wrong with the model is left out here; [`capture`] reports it.
    fn table() -> Table {
        capture::table_of(Self::description())
    }
}

/// A Rust type that is kept in one column.
///
/// A newtype derives it: `#[derive(strobila::ColumnType)] struct Email(String);`. By hand it is one
/// line: `fn column_type() -> ColumnKind { <String as ColumnType>::column_type() }`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no column type",
    label = "no column type for this",
    note = "integers up to 64 bits signed or 32 bits unsigned, floats, `bool`, `String`, `Vec<u8>`, `Uuid`, chrono's types, `Decimal` and `serde_json::Value` have one",
    note = "for an enum derive `strobila::Enum`, for a newtype derive `strobila::ColumnType`",
    note = "for any other type name the column's: `#[column(type = \"…\")]`, or leave the field out: `#[column(skip)]`"
)]
pub trait ColumnType {
    /// The type of the column, and whether it may hold NULL.
    fn column_type() -> ColumnKind;

    /// The type of a column that holds a `Vec` of this type: an array of it.
    ///
    /// `u8` says bytes here, which is how `Vec<u8>` is a blob while `Vec<i16>` is an array. Other types
    /// have no reason to write it.
    fn list_type() -> ColumnKind {
        ColumnKind::list(Self::column_type())
    }
}

/// A Rust enum without data that is kept in one column. Derived: `#[derive(strobila::Enum)]`.
pub trait Enum: ColumnType {
    /// The values as the database has them, in the order of the variants.
    const VALUES: &'static [&'static str];

    /// The value as the database has it.
    fn value(&self) -> &'static str;
}
