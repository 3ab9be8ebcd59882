//! The column type of `rust_decimal::Decimal`.

use rust_decimal::Decimal;

use super::column_types;
use crate::schema::Type;

// A Decimal has 96 bits, so 28 digits are the most of which every number fits: no value that the column
// takes fails to be read. `#[column(precision = 12, scale = 2)]` says better.
column_types! {
    Decimal => Type::Decimal { precision: 28, scale: 10 },
}
