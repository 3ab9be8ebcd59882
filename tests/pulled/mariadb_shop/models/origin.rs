//! The table `origin`.

/// Where coffee grows.
#[derive(strobila::Model)]
#[model(
    primary_key(columns(country, region)),
    check(altitudes_in_order = "`altitude_from` <= `altitude_to`")
)]
pub struct Origin {
    /// ISO 3166, two letters.
    #[column(length = 2)]
    pub country: String,
    #[column(length = 80)]
    pub region: String,
    /// Metres above the sea.
    pub altitude_from: Option<i16>,
    pub altitude_to: Option<i16>,
}
