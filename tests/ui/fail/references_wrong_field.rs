#[derive(strobila::Model)]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    #[column(references(Author, emial))]
    pub author: String,
}

#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    pub email: String,
}

fn main() {}
