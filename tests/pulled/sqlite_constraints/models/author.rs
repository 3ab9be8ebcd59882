//! The table `author`.

#[derive(strobila::Model)]
#[model(
    unique(name = "named", columns(name, nick)),
    index(name = "by_expression", columns("(lower(name))", "(name || nick) desc")),
    index(name = "by_name", columns("(name COLLATE NOCASE) desc", nick)),
    index(name = "one_nick", columns(nick), unique, where = "nick IS NOT NULL"),
    check("author_check" = "name <> nick"),
    check(email_long = "length(email) > 3"),
    check(nick = "nick <> ''")
)]
pub struct Author {
    #[column(primary_key)]
    pub id: i64,
    #[column(unique)]
    pub email: String,
    #[column(index)]
    pub name: String,
    pub nick: Option<String>,
    #[column(
        references = Author,
        on_delete = "set_null",
        deferrable = "deferred",
        index = false
    )]
    pub boss: Option<i64>,
}
