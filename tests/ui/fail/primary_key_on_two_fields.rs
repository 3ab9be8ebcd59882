#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(primary_key)]
    pub email: String,
}

fn main() {}
