//! The table `tag`.

#[derive(strobila::Model)]
#[model(index(name = "tag_name_key", columns(name), unique))]
pub struct Tag {
    #[column(primary_key, identity)]
    pub id: i64,
    pub name: String,
}
