//! The table `line`.

use super::{Author, LineStatus, Pair};

#[derive(strobila::Model)]
#[model(
    own_names,
    index(name = "by_name", columns(b)),
    index(name = "second", columns(second)),
    foreign_key(name = "line_email", columns(email), references = Author, target(email), index = false),
    foreign_key(name = "line_ibfk_1", columns(second), references = Author, index = false),
    foreign_key(name = "pairs", columns(a, b), references = Pair, index = false)
)]
pub struct Line {
    #[column(primary_key, identity)]
    pub id: i32,
    pub a: Option<i32>,
    #[column(length = 10)]
    pub b: Option<String>,
    #[column(references = Author, on_delete = "cascade", on_update = "cascade", index = false)]
    pub author_id: i32,
    #[column(length = 80)]
    pub email: Option<String>,
    pub second: Option<i32>,
    #[column(default = "new")]
    pub status: LineStatus,
}
