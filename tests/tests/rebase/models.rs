//! Models as two branches change them.

macro_rules! models {
    ($($name:ident { $($(#[$model:meta])* struct $table:ident { $($(#[$column:meta])* $field:ident: $ty:ty,)* })* $(enum $item:ident { $($value:ident),* })? })*) => {
        $(pub(crate) mod $name {
            $(#[derive(strobila::Enum)]
            pub(crate) enum $item { $($value),* })?
            $(#[derive(strobila::Model)]
            $(#[$model])*
            pub(crate) struct $table { $($(#[$column])* pub(crate) $field: $ty,)* })*
        })*
    };
}

models! {
    base {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, }
    }
    bio {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, bio: Option<String>, }
    }
    // A rebuild on SQLite: a column becomes required.
    fax_required {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: String, }
    }
    bio_and_fax_required {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: String, bio: Option<String>, }
    }
    renamed {
        struct Author { #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, }
    }
    bio_and_renamed {
        struct Author { #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, bio: Option<String>, }
    }
    fax_required_and_renamed {
        struct Author { #[column(primary_key)] id: i64, full_name: String, fax: String, }
    }
    without_fax {
        struct Author { #[column(primary_key)] id: i64, name: String, }
    }
    bio_without_fax {
        struct Author { #[column(primary_key)] id: i64, name: String, bio: Option<String>, }
    }
    renamed_without_fax {
        struct Author { #[column(primary_key)] id: i64, full_name: String, }
    }
    country {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, country: String, }
    }
    bio_and_country {
        struct Author {
            #[column(primary_key)] id: i64, name: String, fax: Option<String>, bio: Option<String>, country: String,
        }
    }
    country_and_renamed {
        struct Author { #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, country: String, }
    }
    bio_commented {
        #[model(comment = "who writes")]
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, bio: Option<String>, }
    }
    commented {
        #[model(comment = "who writes")]
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, }
    }
    posts {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, }
        struct Post {
            #[column(primary_key)] id: i64, #[column(references = Author)] author_id: i64, title: String,
        }
    }
    bio_and_posts {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, bio: Option<String>, }
        struct Post {
            #[column(primary_key)] id: i64, #[column(references = Author)] author_id: i64, title: String,
        }
    }
    renamed_and_posts {
        struct Author { #[column(primary_key)] id: i64, full_name: String, fax: Option<String>, }
        struct Post {
            #[column(primary_key)] id: i64, #[column(references = Author)] author_id: i64, title: String,
        }
    }
    fax_required_and_posts {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: String, }
        struct Post {
            #[column(primary_key)] id: i64, #[column(references = Author)] author_id: i64, title: String,
        }
    }
    checked {
        #[model(check(name_not_empty = "length(name) > 0"))]
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, }
    }
    checked_and_bio {
        #[model(check(name_not_empty = "length(name) > 0"))]
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, bio: Option<String>, }
    }
    checked_and_fax_required {
        #[model(check(name_not_empty = "length(name) > 0"))]
        struct Author { #[column(primary_key)] id: i64, name: String, fax: String, }
    }
    writer {
        #[model(renamed_from = "author")]
        struct Writer { #[column(primary_key)] id: i64, name: String, fax: Option<String>, }
    }
    writer_with_bio {
        #[model(renamed_from = "author")]
        struct Writer { #[column(primary_key)] id: i64, name: String, fax: Option<String>, bio: Option<String>, }
    }
    bio_and_phone {
        struct Author {
            #[column(primary_key)] id: i64, name: String, fax: Option<String>, bio: Option<String>, phone: Option<String>,
        }
    }
    bio_and_phone_and_fax_required {
        struct Author {
            #[column(primary_key)] id: i64, name: String, fax: String, bio: Option<String>, phone: Option<String>,
        }
    }
    phone {
        struct Author { #[column(primary_key)] id: i64, name: String, fax: Option<String>, phone: Option<String>, }
    }
    shop {
        struct Sale {
            #[column(primary_key)] id: i64, #[column(references = super::base::Author)] author_id: i64,
        }
    }
}

/// A table with an enum.
macro_rules! statuses {
    ($($name:ident { $($value:ident),* } $($more:ident)*;)*) => {
        $(pub(crate) mod $name {
            #[derive(strobila::Enum)]
            pub(crate) enum Status { $($value),* }

            #[derive(strobila::Model)]
            pub(crate) struct Author {
                #[column(primary_key)]
                pub(crate) id: i64,
                pub(crate) name: String,
                pub(crate) fax: Option<String>,
                pub(crate) status: Status,
                $(pub(crate) $more: Option<String>,)*
            }
        })*
    };
}

statuses! {
    status { Draft, Live };
    status_gone { Draft, Live, Gone };
    status_held { Draft, Live, Held };
    status_gone_and_held { Draft, Live, Gone, Held };
    status_held_and_gone { Draft, Live, Held, Gone };
    status_and_bio { Draft, Live } bio;
    status_gone_and_bio { Draft, Live, Gone } bio;
}
