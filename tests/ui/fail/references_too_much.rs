#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(references(Author, id, email))]
    pub boss: i64,
}

fn main() {}
