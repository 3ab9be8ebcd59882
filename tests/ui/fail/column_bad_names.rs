#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(name = "")]
    pub email: String,
    #[column(name = "a\0b")]
    pub b: String,
    #[column(name = "a_name_that_is_much_longer_than_what_postgresql_keeps_of_any_name")]
    pub c: String,
    #[column(renamed_from = "")]
    pub d: String,
}

fn main() {}
