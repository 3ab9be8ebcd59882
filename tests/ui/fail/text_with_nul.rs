#[derive(strobila::Model)]
#[model(comment = "a\0b")]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(default = "a\0b")]
    pub email: String,
    #[column(default_sql = "'a\0b'")]
    pub name: String,
    #[doc = "a\0b"]
    pub note: String,
}

fn main() {}
