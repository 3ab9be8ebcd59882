#[derive(strobila::Model)]
#[model(timestamps, table = "a", timestamps, table = "b")]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
