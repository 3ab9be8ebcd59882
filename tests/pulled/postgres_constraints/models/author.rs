//! The table `author`.

#[derive(strobila::Model)]
#[model(
    unique(columns(nick), nulls_not_distinct),
    unique(name = "later", columns(name, email), deferrable),
    unique(name = "named", columns(name, nick), include(email)),
    index(name = "by_expression", columns("(lower(name)) text_pattern_ops", r#"(name || nick) collate "C""#, "(id + 1) desc")),
    index(name = "by_name", columns("name text_pattern_ops desc nulls last", r#"nick collate "C" text_pattern_ops"#, "id nulls first")),
    index(name = "hashed", columns(nick), using = "hash"),
    index(name = "one_nick", columns("(lower(nick))"), unique, nulls_not_distinct, where = "nick IS NOT NULL"),
    index(name = "with_more", columns(nick), include(email), with(deduplicate_items = "off", fillfactor = "70")),
    check("author_check" = "name <> nick"),
    check(email_long = "length((email)::text) > 3"),
    check("kept" = "(name = ANY (ARRAY['a'::text, 'b'::text, 'c'::text])) OR (nick ~ '^x'::text)", no_inherit),
    check("lax" = "id > 0", not_valid)
)]
pub struct Author {
    #[column(primary_key, identity(serial))]
    pub id: i64,
    #[column(identity(start = 100, increment = 5, min = 50, max = 90000, cache = 20, cycle))]
    pub code: i32,
    #[column(length = 255, unique)]
    pub email: String,
    #[column(index)]
    pub name: String,
    pub nick: Option<String>,
    #[column(generated = "upper(name)")]
    pub upper_name: Option<String>,
    #[column(
        references = Author,
        on_delete = "set_null",
        deferrable = "deferred",
        index = false
    )]
    pub boss: Option<i64>,
}
