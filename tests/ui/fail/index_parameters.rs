#[derive(strobila::Model)]
#[model(
    index(columns(title), with(fillfactor, pages = 1, pages = 2)),
    index(columns(id), with = 70),
    index(columns(author_id), nulls_not_distinct)
)]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
