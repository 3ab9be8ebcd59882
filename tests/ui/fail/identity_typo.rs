#[derive(strobila::Model)]
pub struct Post {
    #[column(primary_key, identity(strat = 1, alwyas))]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
