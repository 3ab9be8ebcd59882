#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(nullable)]
    pub email: String,
}

fn main() {}
