#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(default = "a", default_sql = "b")]
    pub email: String,
    #[column(unique, index)]
    pub b: String,
    #[column(identity, default = 1)]
    pub c: i64,
    #[column(generated = "1", generated_virtual = "2")]
    pub d: i64,
    #[column(type = "citext", length = 3)]
    pub e: String,
    #[column(generated = "1", default = 1)]
    pub f: i64,
}

fn main() {}
