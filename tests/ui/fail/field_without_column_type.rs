pub struct Money;

#[derive(strobila::Model)]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub price: Money,
    pub views: u64,
}

fn main() {}
