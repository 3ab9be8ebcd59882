#[derive(strobila::Model)]
pub struct Post {
    #[column(
        primary_key,
        identity(serial, always, start = "1", increment = 0, cache = 0, sequence = "", cycle = 1)
    )]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
