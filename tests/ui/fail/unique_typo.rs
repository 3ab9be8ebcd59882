#[derive(strobila::Model)]
#[model(unique(autor_id))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
