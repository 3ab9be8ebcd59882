//! The table `line`.

use super::{Author, Pair};

#[derive(strobila::Model)]
#[model(
    primary_key(columns(id), deferrable),
    foreign_key(columns(a, b), references = Pair, match_full, index = false),
    foreign_key(name = "other_name", columns(second), references = Author, index = false),
    foreign_key(name = "unchecked", columns(second), references = Author, not_valid, index = false)
)]
pub struct Line {
    pub id: i32,
    pub a: Option<i32>,
    #[column(length = 9)]
    pub b: Option<String>,
    #[column(references = Author, on_delete = "cascade", on_update = "restrict")]
    pub author_id: i64,
    #[column(length = 255, references(Author, email))]
    pub email: Option<String>,
    pub second: Option<i64>,
}
