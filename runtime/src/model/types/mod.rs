//! The column types of Rust types: std's here, those of other crates beside it.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "decimal")]
mod decimal;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "uuid")]
mod uuid;

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::schema::Type;

use super::{ColumnKind, ColumnType};

macro_rules! column_types {
    ($($rust:ty => $ty:expr,)*) => {$(
        impl $crate::model::ColumnType for $rust {
            fn column_type() -> $crate::model::ColumnKind {
                $crate::model::ColumnKind::new($ty)
            }
        }
    )*};
}
// Only the files of types other crates bring use it, and a build may leave all of them out.
#[cfg(any(feature = "chrono", feature = "decimal", feature = "json", feature = "uuid"))]
use column_types;

// Unsigned types take the next size that holds all their values; none holds those of u64.
column_types! {
    i8 => Type::SmallInt,
    i16 => Type::SmallInt,
    i32 => Type::Integer,
    i64 => Type::BigInt,
    u16 => Type::Integer,
    u32 => Type::BigInt,
    f32 => Type::Float,
    f64 => Type::Double,
    bool => Type::Boolean,
    str => Type::Text,
    String => Type::Text,
}

/// A number of 8 bits; but a `Vec<u8>` is bytes.
impl ColumnType for u8 {
    fn column_type() -> ColumnKind {
        ColumnKind::new(Type::SmallInt)
    }

    fn list_type() -> ColumnKind {
        ColumnKind::new(Type::Blob)
    }
}

/// A list is an array of the item's type, bytes for `u8`.
///
/// There is one impl for both: `Vec<T>` asks `T` what a list of it is ([`ColumnType::list_type`]), and
/// `u8` alone answers differently. So nothing overlaps, and a `Vec` of a newtype over `u8` is an array.
impl<T: ColumnType> ColumnType for Vec<T> {
    fn column_type() -> ColumnKind {
        T::list_type()
    }
}

impl<T: ColumnType> ColumnType for [T] {
    fn column_type() -> ColumnKind {
        T::list_type()
    }
}

/// So many bytes exactly.
impl<const N: usize> ColumnType for [u8; N] {
    fn column_type() -> ColumnKind {
        // A length that no column has is caught by `capture`, like any other wrong length.
        ColumnKind::new(Type::Binary(u32::try_from(N).unwrap_or(u32::MAX)))
    }
}

/// NULL for None. An option of an option is the same.
impl<T: ColumnType> ColumnType for Option<T> {
    fn column_type() -> ColumnKind {
        T::column_type().nullable()
    }
}

macro_rules! pointers {
    ($([$($generics:tt)*] $rust:ty;)*) => {$(
        impl<$($generics)*> ColumnType for $rust {
            fn column_type() -> ColumnKind {
                T::column_type()
            }

            fn list_type() -> ColumnKind {
                T::list_type()
            }
        }
    )*};
}

pointers! {
    ['a, T: ColumnType + ?Sized] &'a T;
    [T: ColumnType + ?Sized] Box<T>;
    [T: ColumnType + ?Sized] Rc<T>;
    [T: ColumnType + ?Sized] Arc<T>;
    ['a, T: ColumnType + ToOwned + ?Sized] Cow<'a, T>;
}
