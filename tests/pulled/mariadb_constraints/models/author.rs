//! The table `author`.

use super::AuthorStatus;

#[derive(strobila::Model)]
#[model(
    own_names,
    unique(name = "email", columns(email)),
    unique(name = "named", columns(name, nick)),
    index(name = "boss", columns(boss)),
    index(name = "by_name", columns("name desc", nick)),
    index(name = "words", columns(bio), using = "fulltext"),
    foreign_key(name = "author_ibfk_1", columns(boss), references = Author, on_delete = "set_null", index = false),
    check("CONSTRAINT_1" = "`name` <> `nick`"),
    check(email_long = "octet_length(`email`) > 3")
)]
pub struct Author {
    #[column(primary_key, identity)]
    pub id: i32,
    #[column(length = 80)]
    pub email: String,
    #[column(length = 40, index)]
    pub name: String,
    #[column(length = 40)]
    pub nick: Option<String>,
    pub bio: Option<String>,
    pub boss: Option<i32>,
    #[column(default = "on")]
    pub status: AuthorStatus,
}
