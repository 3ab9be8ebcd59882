//! The table `category`.

#[derive(strobila::Model)]
#[model(index(columns(parent_id, position)), index(name = "category_slug_key", columns(slug), unique))]
pub struct Category {
    #[column(primary_key, identity)]
    pub id: i64,
    #[column(references = Category, on_delete = "restrict")]
    pub parent_id: Option<i64>,
    pub name: String,
    pub slug: String,
    #[column(default = 0)]
    pub position: i64,
}
