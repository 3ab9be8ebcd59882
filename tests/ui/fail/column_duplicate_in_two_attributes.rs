#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(unique)]
    #[column(unique)]
    pub email: String,
}

fn main() {}
