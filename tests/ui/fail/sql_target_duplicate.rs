#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(default_sql(postgres = "a", postgres = "b"))]
    pub email: String,
}

fn main() {}
