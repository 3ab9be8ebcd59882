#[derive(strobila::Model)]
#[model(foreign_key(columns(author_id), references = Post, match_full, match_full), foreign_key(columns(id), references = Post, match_ful))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
