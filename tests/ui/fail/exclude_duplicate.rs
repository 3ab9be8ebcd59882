#[derive(strobila::Model)]
#[model(exclude(columns("title with ="), using = "gist", using = "btree", deferrable, deferrable))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
