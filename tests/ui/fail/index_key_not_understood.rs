#[derive(strobila::Model)]
#[model(index(columns(
    "title colate C",
    "title text_ops more",
    "lower(title) collate",
    "titel text_ops",
    "title desc nulls"
)))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
