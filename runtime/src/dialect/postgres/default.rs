//! Defaults: the normal form of a value, and its SQL.

use super::super::Dialect as _;
use super::lexer::{Kind, Token, significant};
use super::{Postgres, expression, types};
use crate::Target;
use crate::schema::{DefaultValue, Type};

/// The default in SQL.
pub(super) fn sql(value: &DefaultValue) -> String {
    match value {
        DefaultValue::Boolean(value) => value.to_string(),
        DefaultValue::Integer(value) => value.to_string(),
        DefaultValue::Text(text) => Postgres.quote_literal(text),
        DefaultValue::Number { number } => number.clone(),
        DefaultValue::Sql { sql } => expression::for_default(sql.get(Target::Postgres).unwrap_or_default()),
    }
}

/// The default as an expression of the column's type.
pub(super) fn typed(value: &DefaultValue, ty: &Type) -> String {
    let ty = match ty {
        // A cast to a length would cut two texts to the same one.
        ty if types::is_text(ty) => "text".to_owned(),
        ty => types::sql(ty),
    };
    match value {
        DefaultValue::Sql { sql } => format!("({})::{ty}", sql.get(Target::Postgres).unwrap_or_default()),
        DefaultValue::Boolean(_)
        | DefaultValue::Integer(_)
        | DefaultValue::Text(_)
        | DefaultValue::Number { .. } => format!("({})::{ty}", sql(value)),
    }
}

/// A model's default, in the form in which it is read back; none when it is no default at all (NULL).
pub(super) fn normal(value: &DefaultValue, ty: &Type) -> Result<Option<DefaultValue>, String> {
    Ok(Some(match value {
        DefaultValue::Sql { sql } => {
            let text = sql.get(Target::Postgres).ok_or("a text form is missing for postgres")?;
            return Ok(parse(&expression::clean(text)?, ty));
        }
        DefaultValue::Text(text) => of_text(text, ty),
        DefaultValue::Number { number } => of_number(number, ty).unwrap_or_else(|| value.clone()),
        DefaultValue::Integer(number) if types::is_text(ty) => DefaultValue::Text(number.to_string()),
        DefaultValue::Integer(_) | DefaultValue::Boolean(_) => value.clone(),
    }))
}

/// Reads an expression as the server prints it: `'draft'::text` is the text, `'-1'::integer` the number.
pub(super) fn parse(text: &str, ty: &Type) -> Option<DefaultValue> {
    match significant(text).ok().as_deref().and_then(|tokens| literal(tokens, ty)) {
        Some(Literal::Null) => None,
        Some(Literal::Value(value)) => Some(value),
        // The same moment, and the portable word for it.
        None if text.eq_ignore_ascii_case("CURRENT_TIMESTAMP") => Some(DefaultValue::sql("now()")),
        None => Some(DefaultValue::sql(text)),
    }
}

enum Literal {
    Null,
    Value(DefaultValue),
}

/// A constant, with one cast that changes nothing or none.
fn literal(tokens: &[Token<'_>], ty: &Type) -> Option<Literal> {
    let (constant, cast) = match tokens {
        [minus, number, rest @ ..] if minus.is('-') && number.kind == Kind::Number => {
            return cast_of(rest)?
                .is_none()
                .then(|| of_number(&format!("-{}", number.text), ty))
                .flatten()
                .map(Literal::Value);
        }
        [constant, rest @ ..] => (constant, cast_of(rest)?),
        [] => return None,
    };
    if !cast.as_deref().is_none_or(|cast| is_same(&types::parse(cast), ty)) {
        return None;
    }
    match constant.kind {
        Kind::Word if constant.is_word("null") => Some(Literal::Null),
        Kind::Word if *ty == Type::Boolean && constant.is_word("true") => {
            Some(Literal::Value(DefaultValue::Boolean(true)))
        }
        Kind::Word if *ty == Type::Boolean && constant.is_word("false") => {
            Some(Literal::Value(DefaultValue::Boolean(false)))
        }
        Kind::Number => of_number(constant.text, ty).map(Literal::Value),
        Kind::Text => Some(Literal::Value(of_text(&constant.value()?, ty))),
        Kind::Word | Kind::Quoted | Kind::Space | Kind::Comment | Kind::Symbol => None,
    }
}

/// The type that `::type` names; none without a cast. Fails on anything else.
fn cast_of(tokens: &[Token<'_>]) -> Option<Option<String>> {
    let [first, second, name @ ..] = tokens else { return tokens.is_empty().then_some(None) };
    let is_name = |token: &Token<'_>| {
        matches!(token.kind, Kind::Word | Kind::Quoted | Kind::Number) || "()[],.".contains(token.text)
    };
    if !first.is(':') || !second.is(':') || name.is_empty() || !name.iter().all(is_name) {
        return None;
    }
    let mut text = String::new();
    for token in name {
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ')';
        if text.ends_with(is_word) && token.kind == Kind::Word {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    Some(Some(text))
}

/// Whether a constant of the one type is, in a column of the other, what it would be without its cast.
fn is_same(cast: &Type, ty: &Type) -> bool {
    match (cast, ty) {
        (Type::Array(cast), Type::Array(ty)) => is_same(cast, ty),
        (Type::Custom(_), Type::Enum(name)) => {
            let printed = types::sql(cast);
            let schema = name.schema.as_deref().map(|schema| format!("{schema}."));
            let printed = printed.replace('"', "");
            printed == name.name || schema.is_some_and(|schema| printed == schema + &name.name)
        }
        _ if types::is_text(cast) && types::is_text(ty) => true,
        _ if types::is_number(cast) && types::is_number(ty) => true,
        _ => {
            types::custom_word(cast).is_some() && types::custom_word(cast) == types::custom_word(ty)
                || cast == ty
        }
    }
}

/// A text as the value that it is in a column of that type.
fn of_text(text: &str, ty: &Type) -> DefaultValue {
    let word = text.trim().to_ascii_lowercase();
    match ty {
        Type::Boolean if ["t", "true", "yes", "on", "1"].contains(&word.as_str()) => {
            DefaultValue::Boolean(true)
        }
        Type::Boolean if ["f", "false", "no", "off", "0"].contains(&word.as_str()) => {
            DefaultValue::Boolean(false)
        }
        ty if types::is_number(ty) => {
            of_number(&word, ty).unwrap_or_else(|| DefaultValue::Text(text.to_owned()))
        }
        _ => DefaultValue::Text(text.to_owned()),
    }
}

fn of_number(text: &str, ty: &Type) -> Option<DefaultValue> {
    let plain = plain_number(text)?;
    if !types::is_number(ty) {
        return types::is_text(ty).then_some(DefaultValue::Text(plain));
    }
    Some(match plain.parse() {
        Ok(number) => DefaultValue::Integer(number),
        Err(_) => DefaultValue::Number { number: plain },
    })
}

/// The digits as the server prints them: `.5` is `0.5`, `1e3` is `1000`; zeros behind the point stay.
fn plain_number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (if text.starts_with('-') { "-" } else { "" }, digits),
        None => ("", text),
    };
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (digits, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    // Nobody writes such an exponent; it would only make a very long text.
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) || exponent.abs() > 400 {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let (whole, fraction) = match usize::try_from(point) {
        Ok(point) if point >= all.len() => (format!("{all:0<point$}"), String::new()),
        Ok(point) => (all[..point].to_owned(), all[point..].to_owned()),
        Err(_) => {
            let zeros = usize::try_from(-point).ok()?;
            (String::new(), format!("{}{all}", "0".repeat(zeros)))
        }
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let is_zero = whole == "0" && fraction.bytes().all(|byte| byte == b'0');
    let sign = if is_zero { "" } else { sign };
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::{normal, parse, sql};
    use crate::schema::{DefaultValue, Type};

    const DECIMAL: Type = Type::Decimal { precision: 12, scale: 2 };

    fn text(text: &str) -> Option<DefaultValue> {
        Some(DefaultValue::Text(text.to_owned()))
    }

    #[test]
    fn what_the_server_prints_is_the_value_a_model_gives() {
        let status = Type::Enum("status".into());
        assert_eq!(parse("'draft'::text", &Type::Text), text("draft"));
        assert_eq!(parse("'it''s \\'::character varying", &Type::String(9)), text("it's \\"));
        assert_eq!(parse("'draft'::status", &status), text("draft"));
        assert_eq!(parse("'draft'::\"Sta tus\"", &Type::Enum("Sta tus".into())), text("draft"));
        assert_eq!(parse("0", &Type::Integer), Some(DefaultValue::Integer(0)));
        assert_eq!(parse("'-1'::integer", &Type::BigInt), Some(DefaultValue::Integer(-1)));
        assert_eq!(
            parse("'-0.10'::numeric", &DECIMAL),
            Some(DefaultValue::Number { number: "-0.10".into() })
        );
        assert_eq!(parse("true", &Type::Boolean), Some(DefaultValue::Boolean(true)));
        assert_eq!(parse("'{}'::text[]", &Type::Array(Box::new(Type::Text))), text("{}"));
        assert_eq!(parse("'{}'::jsonb", &Type::Json), text("{}"));
        assert_eq!(
            parse("'2020-01-01 00:00:00+00'::timestamp with time zone", &Type::Timestamp),
            text("2020-01-01 00:00:00+00")
        );
        assert_eq!(parse("NULL::character varying", &Type::String(3)), None);
        assert_eq!(parse("CURRENT_TIMESTAMP", &Type::Timestamp), Some(DefaultValue::sql("now()")));
    }

    #[test]
    fn what_is_computed_stays_an_expression() {
        for expression in
            ["lower('A'::text)", "'1'::text || '2'::text", "'a'::text::citext", "(1 + 1)", "'x'::other"]
        {
            assert_eq!(parse(expression, &Type::Text), Some(DefaultValue::sql(expression)));
        }
    }

    #[test]
    fn a_model_writes_numbers_as_it_likes() {
        for (number, printed) in
            [("0.10", "0.10"), (".5", "0.5"), ("1e3", "1000"), ("-1.5e-2", "-0.015"), ("007", "7")]
        {
            let value = DefaultValue::Number { number: number.to_owned() };
            assert_eq!(sql(&normal(&value, &DECIMAL).unwrap().unwrap()), printed);
        }
        let value = DefaultValue::sql("(uuid())");
        assert_eq!(sql(&normal(&value, &Type::Uuid).unwrap().unwrap()), "gen_random_uuid()");
        let value = DefaultValue::sql("a) OR (b");
        normal(&value, &Type::Uuid).unwrap_err();
    }

    #[test]
    fn normalising_twice_changes_nothing() {
        for value in [
            text("-1"),
            text(" TRUE "),
            text("x"),
            Some(DefaultValue::Integer(5)),
            Some(DefaultValue::sql("'5'")),
        ] {
            for ty in [Type::Integer, Type::Boolean, Type::Text, DECIMAL, Type::Json] {
                let once = normal(value.as_ref().unwrap(), &ty).unwrap();
                let twice = once.as_ref().and_then(|value| normal(value, &ty).unwrap());
                assert_eq!(once, twice);
            }
        }
    }
}
