//! The type of a column as a Rust type says it.

use std::marker::PhantomData;

use crate::schema::{Name, Type};

use super::EnumDescription;
use super::text::EnumText;

/// The type of a column, as a Rust type says it.
#[derive(Debug, Clone)]
pub struct ColumnKind {
    /// The type.
    pub ty: Type,
    /// Whether it may hold NULL.
    pub nullable: bool,
    /// The enum that the type names, or whose values the array holds.
    pub item: Option<&'static EnumDescription>,
}

impl ColumnKind {
    /// A required column of that type.
    pub fn new(ty: Type) -> Self {
        ColumnKind { ty, nullable: false, item: None }
    }

    /// A column that holds a value of an enum.
    pub fn of_enum(item: &'static EnumDescription) -> Self {
        let EnumText { name, schema, .. } = EnumText::read(item);
        ColumnKind { ty: Type::Enum(Name { schema, name }), nullable: false, item: Some(item) }
    }

    /// The same type, and NULL.
    pub fn nullable(self) -> Self {
        ColumnKind { nullable: true, ..self }
    }

    /// A required column that holds a list of `item`; whether an item may be NULL is not kept.
    pub fn list(item: ColumnKind) -> Self {
        ColumnKind { ty: Type::Array(Box::new(item.ty)), nullable: false, item: item.item }
    }

    /// A required column whose type the attribute names. For the derive.
    #[doc(hidden)]
    pub fn named() -> Self {
        ColumnKind::new(Type::Text)
    }

    /// A nullable column whose type the attribute names. For the derive.
    #[doc(hidden)]
    pub fn named_nullable() -> Self {
        ColumnKind::named().nullable()
    }
}

/// Tells `Option<T>` from other types, through type aliases, where the type needs no trait. For the
/// derive: `Probe::<T>::NULLABLE` is the inherent constant for an option, else that of [`NotOption`].
#[doc(hidden)]
#[derive(Debug)]
pub struct Probe<T>(PhantomData<T>);

impl<T> Probe<Option<T>> {
    /// An option may be None.
    pub const NULLABLE: bool = true;
}

/// See [`Probe`].
#[doc(hidden)]
pub trait NotOption {
    /// Any other type always has a value.
    const NULLABLE: bool = false;
}

impl<T> NotOption for Probe<T> {}
