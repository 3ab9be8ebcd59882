#[derive(strobila::Model)]
#[model(table, timestamps = true, index, unique = "title", check = "x", primary_key(), many_to_many, foreign_key(columns(author_id)))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
