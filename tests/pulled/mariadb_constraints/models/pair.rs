//! The table `pair`.

#[derive(strobila::Model)]
#[model(primary_key(columns(a, b)))]
pub struct Pair {
    pub a: i32,
    #[column(length = 10)]
    pub b: String,
    #[column(type(mariadb = "text"))]
    pub note: Option<String>,
}
