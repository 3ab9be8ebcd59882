#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(precision = 4, scale = 5)]
    pub email: String,
}

fn main() {}
