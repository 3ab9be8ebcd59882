use super::compared;

fn read(text: &str) -> Option<String> {
    compared(text, &|name| ["price", "limit"].iter().any(|other| name.eq_ignore_ascii_case(other)))
}

#[test]
fn an_operand_of_a_comparison_is_read_as_a_number() {
    for (text, want) in [
        ("price > 0", "CAST(price AS NUMERIC) > 0"),
        ("0<=price", "0<=CAST(price AS NUMERIC)"),
        ("\"Price\"<>t.limit", "CAST(\"Price\" AS NUMERIC)<>CAST(t.limit AS NUMERIC)"),
        (
            "NOT price = -1 OR a AND (price) > 0",
            "NOT CAST(price AS NUMERIC) = -1 OR a AND CAST((price) AS NUMERIC) > 0",
        ),
        (
            "price BETWEEN 0 AND limit AND a",
            "CAST(price AS NUMERIC) BETWEEN 0 AND CAST(limit AS NUMERIC) AND a",
        ),
        ("price NOT IN (1, limit)", "CAST(price AS NUMERIC) NOT IN (1, CAST(limit AS NUMERIC))"),
        (
            "price IS NOT DISTINCT FROM limit",
            "CAST(price AS NUMERIC) IS NOT DISTINCT FROM CAST(limit AS NUMERIC)",
        ),
        ("+price > 0", "CAST(+price AS NUMERIC) > 0"),
        ("price < limit * 2", "CAST(price AS NUMERIC) < limit * 2"),
        ("coalesce(price, 0) > 0", "CAST(coalesce(price, 0) AS NUMERIC) > 0"),
        ("max(price, 0) > 0", "max(CAST(price AS NUMERIC), 0) > 0"),
        ("nullif(price, 0)", "nullif(CAST(price AS NUMERIC), 0)"),
        (
            "CASE WHEN price > 9 THEN price ELSE 0 END",
            "CASE WHEN CAST(price AS NUMERIC) > 9 THEN price ELSE 0 END",
        ),
        (
            "CASE price WHEN 0 THEN limit END >= 1",
            "CAST(CASE CAST(price AS NUMERIC) WHEN 0 THEN limit END AS NUMERIC) >= 1",
        ),
        ("(price = 0) <> (limit IS NULL)", "(CAST(price AS NUMERIC) = 0) <> (limit IS NULL)"),
        ("iif(price > 1, limit, 0) == 2", "CAST(iif(CAST(price AS NUMERIC) > 1, limit, 0) AS NUMERIC) == 2"),
    ] {
        assert_eq!(read(text).as_deref(), Some(want), "{text}");
    }
}

#[test]
fn what_is_no_comparison_of_decimals_stays() {
    for text in [
        "a > 0",
        "(a, b) = (1, 2) AND ?1",
        "price",
        "price IS NULL",
        "price IS NOT NULL AND limit NOTNULL AND price NOT NULL",
        "CAST(price AS REAL) > 0",
        "CAST(price AS DECIMAL(10, 2)) > 0",
        "-price > 0",
        "price + 1 > 0",
        "price * limit",
        "abs(price) >= round(limit, 2)",
        "length(price) > 3",
        "price || ' EUR' <> ''",
        "price LIKE '5%' ESCAPE '!'",
        "price COLLATE NOCASE = 'x'",
        "coalesce(price, 0)",
        "'price' = \"a\" -- price > 0",
        "price(a) > 0",
    ] {
        assert_eq!(read(text).as_deref(), Some(text), "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_none() {
    for text in [
        "(price, a) = (1, 2)",
        "price IN (SELECT 1)",
        "price IN other",
        "price >",
        "price > ?1",
        "CASE price END 1",
        "CAST(price",
        "price BETWEEN 1",
        "EXISTS (SELECT price)",
        "price > 0 price",
        "price NOT",
        "price COLLATE",
        "price.",
        "coalesce(price",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(read(&format!("{}price > 0{}", "(".repeat(9999), ")".repeat(9999))), None);
}
