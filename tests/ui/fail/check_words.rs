#[derive(strobila::Model)]
#[model(check(a = "id > 0", no_inherit, no_inherit), check("a b" = "id > 1", "a b" = "id > 2"), check(b = "id > 3", not_vaild), check(no_inherit))]
pub struct Post {
    #[column(primary_key)]
    pub id: i64,
    pub author_id: i64,
    pub title: String,
}

fn main() {}
