#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(unique)]
    pub a_name_that_is_much_longer_than_what_postgresql_keeps_of_any_name: String,
}

fn main() {}
