#[derive(strobila::Model)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(on_delete = "cascade", on_update = "cascade", deferrable, scale = 2, index = false)]
    pub email: String,
}

fn main() {}
