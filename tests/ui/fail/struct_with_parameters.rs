#[derive(strobila::Model)]
pub struct Page<T> {
    #[column(primary_key)]
    pub id: i64,
    pub body: T,
}

#[derive(strobila::Model)]
pub struct Line<'a> {
    #[column(primary_key)]
    pub id: i64,
    pub body: &'a str,
}

fn main() {}
