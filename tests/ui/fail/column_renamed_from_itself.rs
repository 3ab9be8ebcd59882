#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(renamed_from = "email")]
    pub email: String,
}

fn main() {}
