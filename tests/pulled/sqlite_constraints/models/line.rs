//! The table `line`.

use super::{Author, Pair};

#[derive(strobila::Model)]
#[model(
    foreign_key(columns(a, b), references = Pair, index = false),
    foreign_key(name = "other_name", columns(second), references = Author, index = false)
)]
pub struct Line {
    #[column(primary_key, identity)]
    pub id: i64,
    pub a: Option<i64>,
    pub b: Option<String>,
    #[column(references = Author, on_delete = "cascade", on_update = "restrict")]
    pub author_id: i64,
    #[column(references(Author, email), index = false)]
    pub email: Option<String>,
    pub second: Option<i64>,
    pub wrong: Option<String>,
    pub nowhere: Option<i64>,
}
