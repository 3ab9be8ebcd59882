#[derive(strobila::Model)]
pub struct Author {
    #[column]
    pub id: i64,
    #[column = "unique"]
    pub email: String,
}

fn main() {}
