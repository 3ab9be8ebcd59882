#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(lenght = 255)]
    pub email: String,
}

fn main() {}
