//! Models as they change.

/// A module of models; each field is public, as in a project.
macro_rules! models {
    ($($(#[$doc:meta])* $name:ident { $($(#[$model:meta])* struct $table:ident { $($(#[$column:meta])* $field:ident: $ty:ty,)* })* })*) => {
        $($(#[$doc])* pub(crate) mod $name {
            $(#[derive(strobila::Model)]
            $(#[$model])*
            pub(crate) struct $table { $($(#[$column])* pub(crate) $field: $ty,)* })*
        })*
    };
}

models! {
    one {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, }
    }
    /// A rename and a required column.
    two {
        struct Author {
            #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, country: String,
        }
    }
    three {
        struct Author {
            #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, country: String,
            bio: Option<String>,
        }
    }
    without_fax {
        struct Author { #[column(primary_key)] id: i64, full_name: String, country: String, }
    }
    without_fax_and_more {
        struct Author {
            #[column(primary_key)] id: i64, full_name: String, country: String, bio: Option<String>,
        }
    }
    numbered {
        struct Author {
            #[column(primary_key)] id: i64, full_name: i32, fax: Option<String>, country: String,
        }
    }
    renamed_again {
        struct Author {
            #[column(primary_key)] id: i64, display_name: String, fax: Option<String>, country: String,
        }
    }
    renamed_again_by_attribute {
        struct Author {
            #[column(primary_key)] id: i64, #[column(renamed_from = "full_name")] display_name: String,
            fax: Option<String>, country: String,
        }
    }
    number {
        struct Author {
            #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, country: i32,
        }
    }
    priced {
        struct Post { #[column(primary_key)] id: i64, price: i32, }
    }
    in_cents {
        struct Post { #[column(primary_key)] id: i64, price: i64, }
    }
    in_cents_and_more {
        struct Post { #[column(primary_key)] id: i64, price: i64, note: Option<String>, }
    }
    cost_in_cents {
        struct Post { #[column(primary_key)] id: i64, cost: i64, }
    }
    broken_price {
        struct Post { #[column(primary_key)] id: i64, price: f64, }
    }
    priced_and_more {
        struct Post { #[column(primary_key)] id: i64, price: i32, note: Option<String>, }
    }
    writer {
        struct Writer { #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, }
    }
    writer_and_more {
        struct Writer {
            #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, bio: Option<String>,
        }
    }
    novelist {
        #[model(renamed_from = "writer")]
        struct Novelist { #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, }
    }
    fax_required {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: String, phone: String, }
    }
    fax_required_and_more {
        struct Author {
            #[column(primary_key)] id: i64, name: String, fax: String, phone: String, bio: Option<String>,
        }
    }
    circle_of_blog {
        struct Post {
            #[column(primary_key)] id: i64,
            #[column(references = super::circle_of_people::Person)] person_id: Option<i64>,
        }
    }
    circle_of_people {
        struct Person {
            #[column(primary_key)] id: i64,
            #[column(references = super::circle_of_blog::Post)] post_id: Option<i64>,
        }
    }
    pair {
        struct Pair { #[column(primary_key)] id: i64, a: Option<String>, b: Option<String>, }
    }
    pair_and_more {
        struct Pair {
            #[column(primary_key)] id: i64, a: Option<String>, b: Option<String>, c: Option<String>,
        }
    }
    shifted {
        struct Pair { #[column(primary_key)] id: i64, b: Option<String>, c: Option<String>, }
    }
    one_of_two {
        struct Pair { #[column(primary_key)] id: i64, b: Option<String>, }
    }
    required {
        struct Author { #[column(primary_key)] id: i64, email: String, }
    }
    not_there {
        struct Author { #[column(primary_key)] id: i64, }
    }
    not_there_and_more {
        struct Author { #[column(primary_key)] id: i64, bio: Option<String>, }
    }
    blog_one {
        struct Author { #[column(primary_key)] id: i64, name: String, }
        struct Post { #[column(primary_key)] id: i64, }
    }
    blog_two {
        struct Post { #[column(primary_key)] id: i64, }
    }
    people_one {
        struct Person { #[column(primary_key)] id: i64, }
    }
    people_two {
        struct Person { #[column(primary_key)] id: i64, }
        struct Author { #[column(primary_key)] id: i64, name: String, }
    }
    people_three {
        struct Person { #[column(primary_key)] id: i64, nickname: Option<String>, }
        struct Author { #[column(primary_key)] id: i64, name: String, }
    }
    catalog {
        struct Product {
            #[column(primary_key)] id: i64,
            #[column(references = super::two::Author)] author_id: i64,
        }
    }
}

macro_rules! status {
    ($($name:ident { $($value:ident),* })*) => {
        $(pub(crate) mod $name {
            #[derive(strobila::Enum)]
            pub(crate) enum Status { $($value),* }

            #[derive(strobila::Model)]
            pub(crate) struct Post {
                #[column(primary_key)]
                pub(crate) id: i64,
                pub(crate) status: Status,
            }
        })*
    };
}

status! {
    status_one { Draft, Gone, Live }
    status_two { Sketch, Live, Fresh }
    status_three { Sketch, Live, Fresh, More }
}
