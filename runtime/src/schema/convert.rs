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
            (Type::Blob | Type::Binary(_), Type::Blob) => Exact,
            (Type::Blob | Type::Binary(_) | Type::Custom(_), _) | (_, Type::Custom(_)) => Lossy,
            (Type::String(from), Type::String(to)) if from <= to => Exact,
            (Type::String(_) | Type::Text | Type::Enum(_), Type::String(_)) => MayFail,
            (Type::String(_) | Type::Text | Type::Enum(_), Type::Enum(_)) => MayFail,
            (Type::String(_) | Type::Text, Type::Json) => MayFail,
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
}
