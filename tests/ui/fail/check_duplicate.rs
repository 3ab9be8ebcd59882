#[derive(strobila::Model)]
#[model(check(a = "id > 0"), check(a = "id > 1"))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
