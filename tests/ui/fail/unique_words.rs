#[derive(strobila::Model)]
#[model(
    unique(columns(title), includes(id)),
    unique(columns(author_id), deferrable, deferrable),
    unique(columns(id), nulls_not_distinct, nulls_not_distinct),
    unique(title, id, deferrable = "later"),
    unique(author_id, id, include(nobody, title, title))
)]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
