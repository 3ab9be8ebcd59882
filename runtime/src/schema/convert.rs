//! What becomes of values when a column changes its type.

use super::Type;

/// What a change of type does to values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    /// Every value stays what it is.
    Exact,
    /// Every value stays what it is, or the database refuses the change.
    MayFail,
    /// Some values may be rounded, cut or replaced without a word, on some database.
    Lossy,
}

const UNKNOWN: &str = "values that do not fit may be rounded, cut or replaced";

impl Type {
    /// What becomes of the values of a column of this type when it becomes `to`, on the least careful
    /// of the databases: SQLite's CAST turns a text that is no number into 0.
    pub fn conversion_to(&self, to: &Type) -> Conversion {
        use Conversion::{Exact, Lossy, MayFail};
        if self == to {
            return Exact;
        }
        match (self, to) {
            (Type::Array(from), Type::Array(to)) => from.conversion_to(to),
            (Type::Array(_), Type::Text) => Exact,
            (Type::Uuid, Type::UuidText) => Exact,
            (Type::UuidText, Type::Uuid) => MayFail,
            (Type::Blob | Type::Binary(_) | Type::String(_) | Type::Text, Type::Blob) => Exact,
            (Type::Blob, Type::Text | Type::String(_)) => MayFail,
            (Type::Blob | Type::Binary(_) | Type::Custom(_), _) | (_, Type::Custom(_)) => Lossy,
            (Type::String(from), Type::String(to)) if from <= to => Exact,
            (Type::String(_) | Type::Text | Type::Enum(_), Type::String(_)) => MayFail,
            (Type::String(_) | Type::Text | Type::Enum(_), Type::Enum(_)) => MayFail,
            (_, Type::Text) => Exact,
            // With room for the sign; a cast to less cuts digits off without a word.
            (from, Type::String(length)) if from.is_integer() && *length > from.digits() => Exact,
            (from, to) if from.is_integer() && to.is_integer() => {
                if from.digits() <= to.digits() {
                    Exact
                } else {
                    MayFail
                }
            }
            (from, Type::Decimal { precision, scale }) if from.is_integer() => {
                if from.digits() <= precision - scale.min(precision) { Exact } else { MayFail }
            }
            (Type::SmallInt | Type::Integer, Type::Double) | (Type::Float, Type::Double) => Exact,
            (Type::Decimal { precision: p, scale: s }, Type::Decimal { precision, scale }) => {
                match (s <= scale, p.saturating_sub(*s) <= precision.saturating_sub(*scale)) {
                    (true, true) => Exact,
                    (true, false) => MayFail,
                    (false, _) => Lossy,
                }
            }
            (Type::Boolean, to) if to.is_integer() => Exact,
            (Type::Date, Type::DateTime) => Exact,
            _ => Lossy,
        }
    }

    /// What happens to values of this type that `to` does not hold as they are, in words: whether they stop
    /// the migration, or become others, and where. None when every value stays what it is.
    pub fn misfits(&self, to: &Type) -> Option<&'static str> {
        if self.conversion_to(to) == Conversion::Exact {
            return None;
        }
        let is_text = |ty: &Type| matches!(ty, Type::Text | Type::String(_));
        let is_float = |ty: &Type| matches!(ty, Type::Float | Type::Double);
        let is_number = |ty: &Type| ty.is_integer() || is_float(ty) || matches!(ty, Type::Decimal { .. });
        let is_moment = |ty: &Type| matches!(ty, Type::DateTime | Type::Timestamp);
        Some(match (self, to) {
            (Type::Custom(_), _) | (_, Type::Custom(_)) => UNKNOWN,
            (Type::Blob, Type::Text) => "bytes that are no text in UTF-8 stop the migration",
            (Type::Blob, Type::String(_)) => {
                "bytes that are no text in UTF-8 stop the migration, and so does a text that is too long"
            }
            (_, Type::String(_)) => {
                "a value that is too long stops the migration, were it by blanks at its end"
            }
            (Type::Array(from), Type::Array(to)) => return from.misfits(to),
            (from, to) if is_text(from) && to.is_integer() => {
                "a text that is no whole number stops the migration, and 007 becomes 7"
            }
            (from, to) if is_text(from) && is_float(to) => {
                "a text that is no number stops the migration, and 7.50 becomes 7.5"
            }
            (from, Type::Decimal { .. }) if is_text(from) => {
                "a text that is no number stops the migration; more digits than it keeps stop it on SQLite, and \
                 are rounded elsewhere"
            }
            (from, Type::Boolean) if is_text(from) => {
                "a text that is neither true nor false stops the migration, and yes becomes true"
            }
            (from, to) if is_text(from) && is_moment(to) => {
                "a text that is no moment stops the migration; a zone in it is dropped on PostgreSQL where the \
                 new type has none, and stops it elsewhere"
            }
            (from, Type::Json) if is_text(from) => {
                "a text that is no JSON stops the migration, and PostgreSQL does not keep how one is written: \
                 spaces, the order of keys, all but the last of equal keys, and 1e2, which becomes 100"
            }
            (from, Type::Array(_)) if is_text(from) => UNKNOWN,
            (from, _) if is_text(from) => "a text that is none stops the migration",
            (Type::Enum(_), Type::Enum(_)) => "a value that the other enum lacks stops the migration",
            (Type::Boolean, _) => UNKNOWN,
            (from, Type::Boolean) if is_number(from) => "every number but 0 becomes true",
            (from, to) if from.is_integer() && !is_float(to) => {
                "a number that is too large stops the migration"
            }
            (Type::Double | Type::Decimal { .. }, Type::Float) => {
                "digits that it does not keep are rounded, and a number that is too large or too small stops the \
                 migration"
            }
            (from, to) if is_number(from) && is_float(to) => "digits that it does not keep are rounded",
            (from, to) if is_number(from) && (to.is_integer() || matches!(to, Type::Decimal { .. })) => {
                "digits that it does not keep are rounded, and a number that is too large stops the migration"
            }
            (from, Type::Date) if is_moment(from) => "the time of day is lost",
            (from, Type::Time) if is_moment(from) => "the day is lost",
            (Type::Timestamp, Type::DateTime) => "the zone is lost: what is kept is the time in UTC",
            (Type::DateTime | Type::Date, Type::Timestamp) => "it is taken for the time in UTC",
            _ => UNKNOWN,
        })
    }

    /// Whether every database has a conversion to `to`, whatever it makes of single values. Where none has
    /// one, a person must say what a value becomes. A custom type counts as convertible: only the database
    /// knows.
    pub fn converts_to(&self, to: &Type) -> bool {
        let is_text = |ty: &Type| matches!(ty, Type::Text | Type::String(_));
        let is_number =
            |ty: &Type| ty.is_integer() || matches!(ty, Type::Float | Type::Double | Type::Decimal { .. });
        let is_bytes = |ty: &Type| matches!(ty, Type::Blob | Type::Binary(_));
        let is_uuid = |ty: &Type| matches!(ty, Type::Uuid | Type::UuidText);
        let is_moment = |ty: &Type| matches!(ty, Type::Date | Type::DateTime | Type::Timestamp);
        match (self, to) {
            (from, to) if from == to => true,
            (Type::Custom(_), _) | (_, Type::Custom(_)) => true,
            (Type::Array(from), Type::Array(to)) => from.converts_as_item(to),
            (from, Type::Array(to)) if is_text(from) => Type::Text.converts_as_item(to),
            (_, to) if is_text(to) || *to == Type::Json => true,
            (from, _) if is_text(from) => true,
            (Type::Enum(_), Type::Enum(_)) => true,
            (Type::Boolean | Type::Json, to) if is_number(to) || *to == Type::Boolean => true,
            (from, Type::Boolean) if is_number(from) => true,
            (from, Type::Time) if is_moment(from) => *from != Type::Date,
            (from, to) if is_uuid(from) => is_uuid(to) || is_bytes(to),
            (from, to) if is_uuid(to) => is_bytes(from),
            (from, to) => {
                (is_number(from) && is_number(to))
                    || (is_moment(from) && is_moment(to))
                    || (is_bytes(from) && is_bytes(to))
            }
        }
    }

    /// The same of the items of a list, where a database may keep it as JSON: what stands there for a
    /// moment, or for bytes, is for the models to say.
    fn converts_as_item(&self, to: &Type) -> bool {
        let is_text = |ty: &Type| matches!(ty, Type::Text | Type::String(_));
        let is_plain = |ty: &Type| {
            ty.is_integer() || matches!(ty, Type::Float | Type::Double | Type::Decimal { .. } | Type::Boolean)
        };
        let is_shown = |ty: &Type| {
            let is_moment = matches!(ty, Type::Date | Type::Time | Type::DateTime | Type::Timestamp);
            is_moment || matches!(ty, Type::Enum(_) | Type::Uuid | Type::UuidText)
        };
        match (self, to) {
            (from, to) if from == to => true,
            (from, to) if is_text(to) => is_text(from) || is_plain(from) || is_shown(from),
            (from, to) if is_text(from) => is_plain(to) || matches!(to, Type::Enum(_)),
            (Type::Enum(_), Type::Enum(_)) => true,
            (Type::Boolean, _) | (_, Type::Boolean) => false,
            (from, to) => is_plain(from) && is_plain(to),
        }
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        matches!(self, Type::SmallInt | Type::Integer | Type::BigInt)
    }

    fn digits(&self) -> u32 {
        match self {
            Type::SmallInt => 5,
            Type::Integer => 10,
            _ => 19,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_lossy_and_a_narrow_integer_only_fails() {
        let decimal = |precision, scale| Type::Decimal { precision, scale };
        assert_eq!(decimal(12, 4).conversion_to(&decimal(12, 2)), Conversion::Lossy);
        assert_eq!(decimal(12, 2).conversion_to(&decimal(14, 4)), Conversion::Exact);
        assert_eq!(Type::BigInt.conversion_to(&Type::Integer), Conversion::MayFail);
        assert_eq!(Type::Text.conversion_to(&Type::Integer), Conversion::Lossy);
        assert_eq!(Type::Text.conversion_to(&Type::String(9)), Conversion::MayFail);
        assert_eq!(Type::Uuid.conversion_to(&Type::Text), Conversion::Exact);
        assert_eq!(Type::Integer.conversion_to(&Type::String(11)), Conversion::Exact);
        assert_eq!(Type::Integer.conversion_to(&Type::String(10)), Conversion::Lossy);
    }

    #[test]
    fn what_no_database_converts_is_known() {
        assert!(Type::Text.converts_to(&Type::Integer) && Type::Timestamp.converts_to(&Type::Date));
        let list = |item: Type| Type::Array(Box::new(item));
        assert!(list(Type::Text).converts_to(&list(Type::Integer)));
        assert!(
            list(Type::Date).converts_to(&list(Type::Text)) && Type::Text.converts_to(&list(Type::Boolean))
        );
        assert!(Type::Boolean.converts_to(&Type::SmallInt) && Type::Uuid.converts_to(&Type::Blob));
        for (from, to) in [
            (Type::Uuid, Type::Integer),
            (Type::Integer, Type::Date),
            (Type::Date, Type::Time),
            (Type::Boolean, Type::Uuid),
            (Type::Integer, Type::Array(Box::new(Type::Integer))),
            (Type::Enum("e".into()), Type::Integer),
            (list(Type::Text), list(Type::Timestamp)),
            (Type::Text, list(Type::Uuid)),
            (list(Type::Boolean), list(Type::Integer)),
            (list(Type::Json), list(Type::Text)),
        ] {
            assert!(!from.converts_to(&to), "{from} {to}");
        }
    }

    #[test]
    fn what_stops_the_migration_is_not_called_lost() {
        let to_integer = Type::Text.misfits(&Type::Integer).unwrap_or_default();
        assert!(to_integer.contains("stops the migration") && !to_integer.contains("lost"), "{to_integer}");
        let decimal = |precision, scale| Type::Decimal { precision, scale };
        assert!(decimal(12, 4).misfits(&decimal(12, 2)).is_some_and(|words| words.contains("rounded")));
        assert_eq!(
            Type::BigInt.misfits(&Type::Integer),
            Some("a number that is too large stops the migration")
        );
        assert_eq!(Type::Integer.misfits(&Type::BigInt), None);
        assert_eq!(Type::Text.misfits(&Type::Array(Box::new(Type::Text))), Some(super::UNKNOWN));
    }
}
