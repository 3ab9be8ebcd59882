#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(references = Author, on_delete = "cascde")]
    pub email: String,
}

fn main() {}
