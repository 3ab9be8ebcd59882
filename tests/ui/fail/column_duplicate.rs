#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(length = 20, unique, length = 30)]
    pub email: String,
}

fn main() {}
