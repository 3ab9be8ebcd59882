#[derive(strobila::Model)]
#[model(primary_key(columns(id), inculde(title), deferrable, deferrable))]
pub struct Post {
    #[column(index)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
