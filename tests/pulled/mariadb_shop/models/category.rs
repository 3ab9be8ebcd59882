//! The table `category`.

/// A shelf of the shop. Shelves stand in shelves.
#[derive(strobila::Model)]
#[model(index(columns(parent_id, position)))]
pub struct Category {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references = Category)]
    pub parent_id: Option<i64>,
    pub name: String,
    #[column(length = 80, unique)]
    pub slug: String,
    #[column(default = 0)]
    pub position: i16,
}
