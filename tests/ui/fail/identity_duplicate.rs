#[derive(strobila::Model)]
pub struct Post {
    #[column(primary_key, identity(start = 1, start = 2, cycle, cycle))]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
