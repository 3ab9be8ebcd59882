#[derive(strobila::Model)]
#[model(timestamp, index(titel))]
pub struct Post {
    #[column(primary_keys)]
    pub id: i64,
    #[column(lenght = 20, default = 1 + 1)]
    pub title: String,
    #[column(on_delete = "explode")]
    pub author_id: i64,
}

fn main() {}
