pub struct Author {
    pub id: i64,
}

#[derive(strobila::Model)]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    #[column(references = Author)]
    pub author_id: i64,
}

fn main() {}
