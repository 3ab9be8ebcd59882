#![deny(warnings)]
#![expect(missing_docs, reason = "the other file has them")]
#![expect(clippy::non_minimal_cfg, reason = "an empty `all` is always there")]
//! Types behind aliases, fields behind cfg, models in functions, macros and private modules.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use strobila::{ColumnType, Model};

type Maybe<T> = Option<T>;
type Text = Maybe<String>;

/// Not a column by itself.
pub struct Foreign;

/// A key that knows what it is of.
#[derive(ColumnType)]
pub struct Id<T> {
    pub value: i64,
    pub of: PhantomData<T>,
}

#[derive(Model)]
pub struct Thing {
    #[column(primary_key)]
    pub id: Id<Thing>,
    pub text: Text,
    #[column(type = "point")]
    pub place: Maybe<Foreign>,
    #[column(type = "point")]
    pub home: Foreign,
    pub word: Cow<'static, str>,
    pub fixed: &'static str,
    pub shared: Arc<str>,
    pub bytes: Vec<u8>,
    pub hash: [u8; 32],
    pub numbers: Vec<i16>,
    #[cfg(any())]
    pub never: Foreign,
    #[cfg(all())]
    pub always: bool,
    #[cfg_attr(all(), column(length = 3))]
    pub code: String,
}

macro_rules! thing {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[derive(Model)]
        pub struct $name {
            $(pub $field: $ty),*
        }
    };
}
thing!(Made { id: i64, name: Option<String> });

/// Runs.
pub fn main() {
    #[derive(Model)]
    #[expect(dead_code)]
    struct Inside {
        #[column(primary_key)]
        id: i64,
    }
    let columns: Vec<String> = Thing::table()
        .columns
        .iter()
        .map(|column| format!("{} {}{}", column.name, column.ty, if column.nullable { "?" } else { "" }))
        .collect();
    assert_eq!(
        columns,
        [
            "id bigint",
            "text text?",
            "place point?",
            "home point",
            "word text",
            "fixed text",
            "shared text",
            "bytes blob",
            "hash binary(32)",
            "numbers array(smallint)",
            "always boolean",
            "code string(3)",
        ]
    );
    assert_eq!(Made::table().columns.len(), 2);
    assert_eq!(Inside::TABLE, "inside");
}
