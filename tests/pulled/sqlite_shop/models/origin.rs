//! The table `origin`.

#[derive(strobila::Model)]
#[model(primary_key(columns(country, region)), check(altitudes_in_order = "altitude_from <= altitude_to"))]
pub struct Origin {
    pub country: String,
    pub region: String,
    pub altitude_from: Option<i64>,
    pub altitude_to: Option<i64>,
}
