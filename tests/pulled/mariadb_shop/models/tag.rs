//! The table `tag`.

/// A word to find coffees by: `espresso`, `fruity`.
#[derive(strobila::Model)]
pub struct Tag {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(length = 40, unique)]
    pub name: String,
}
