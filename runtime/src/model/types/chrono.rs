//! Column types of chrono's types.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

use super::column_types;
use crate::model::{ColumnKind, ColumnType};
use crate::schema::Type;

column_types! {
    NaiveDate => Type::Date,
    NaiveTime => Type::Time,
    NaiveDateTime => Type::DateTime,
}

/// A moment, whatever zone the value shows it in: databases keep it in UTC.
impl<Tz: TimeZone> ColumnType for DateTime<Tz> {
    fn column_type() -> ColumnKind {
        ColumnKind::new(Type::Timestamp)
    }
}
