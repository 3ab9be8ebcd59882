#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(default = 0u8)]
    pub email: String,
    #[column(default = 'c')]
    pub c: String,
    #[column(default = b"bytes")]
    pub d: String,
}

fn main() {}
