#[derive(strobila::Model)]
#[model(
    exclude(colums("title with =")),
    exclude(columns("titel with =")),
    exclude(columns("title"), usnig = "gist")
)]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
