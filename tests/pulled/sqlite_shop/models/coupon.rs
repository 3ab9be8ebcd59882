//! The table `coupon`.

#[derive(strobila::Model)]
#[model(
    check(days_in_order = "valid_until IS NULL OR valid_until >= valid_from"),
    check(percent_in_range = "percent_off BETWEEN 1 AND 100"),
    check(takes_one_kind_off = "(percent_off IS NULL) <> (amount_off IS NULL)")
)]
pub struct Coupon {
    #[column(primary_key)]
    pub code: String,
    pub percent_off: Option<i64>,
    pub amount_off: Option<String>,
    #[column(default_sql = "date('now')")]
    pub valid_from: String,
    pub valid_until: Option<String>,
}
