#[derive(strobila::Model)]
#[model(foreign_key(colums(author_id), references = Author))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    pub email: String,
}

fn main() {}
