//! The column type of UUIDs.

use super::column_types;
use crate::schema::Type;

column_types! {
    uuid::Uuid => Type::Uuid,
}
