#[derive(strobila::Model)]
#[model(exclude, exclude(columns(title)), exclude(name = "x"), exclude(columns("title with equals")))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
