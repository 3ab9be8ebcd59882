#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(length = "255", unique = true, default, name(email), references, deferrable = "later", identity = 1)]
    pub email: String,
}

fn main() {}
