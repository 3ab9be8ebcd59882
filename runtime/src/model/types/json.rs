//! The column type of JSON values.

use sqlx::types::Json;

use super::column_types;
use crate::model::{ColumnKind, ColumnType};
use crate::schema::Type;

column_types! {
    serde_json::Value => Type::Json,
}

/// JSON of a type of your own.
impl<T> ColumnType for Json<T> {
    fn column_type() -> ColumnKind {
        ColumnKind::new(Type::Json)
    }
}
