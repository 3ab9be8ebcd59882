#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(skip, unique, length = 3)]
    pub email: String,
}

fn main() {}
