//! The table `coupon`.

/// A code that makes an order cheaper: by a share or by an amount.
#[derive(strobila::Model)]
#[model(
    check(days_in_order = "`valid_until` is null or `valid_until` >= `valid_from`"),
    check(percent_in_range = "`percent_off` between 1 and 100"),
    check(takes_one_kind_off = "`percent_off` is null <> (`amount_off` is null)")
)]
pub struct Coupon {
    #[column(primary_key, length = 32)]
    pub code: String,
    pub percent_off: Option<i16>,
    #[column(precision = 12, scale = 2)]
    pub amount_off: Option<rust_decimal::Decimal>,
    #[column(default_sql = "curdate()")]
    pub valid_from: chrono::NaiveDate,
    pub valid_until: Option<chrono::NaiveDate>,
}
