#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(renamed_from = "email")]
    pub email: String,
    #[column(renamed_from = "name")]
    pub first_name: String,
    #[column(renamed_from = "name")]
    pub last_name: String,
}

fn main() {}
