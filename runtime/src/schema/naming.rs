//! The names that are made when the model gives none: PostgreSQL's own convention on every target.

use sha2::{Digest, Sha256};

/// The longest name, in bytes: PostgreSQL's NAMEDATALEN minus one. MySQL takes 64 characters.
pub const MAX_NAME: usize = 63;

/// `author_pkey`
pub fn primary_key_name(table: &str) -> String {
    shorten(format!("{table}_pkey"))
}

/// `author_email_key`
pub fn unique_name(table: &str, columns: &[String]) -> String {
    shorten(format!("{table}_{}_key", columns.join("_")))
}

/// `post_author_id_idx`; an expression counts as `expr`, as PostgreSQL names it.
pub fn index_name<'a>(table: &str, keys: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let keys: Vec<&str> = keys.into_iter().map(|key| key.unwrap_or("expr")).collect();
    shorten(format!("{table}_{}_idx", keys.join("_")))
}

/// `booking_room_during_excl`; an expression counts as `expr`, as PostgreSQL names it.
pub fn exclusion_name<'a>(table: &str, keys: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let keys: Vec<&str> = keys.into_iter().map(|key| key.unwrap_or("expr")).collect();
    shorten(format!("{table}_{}_excl", keys.join("_")))
}

/// `post_author_id_fkey`
pub fn foreign_key_name(table: &str, columns: &[String]) -> String {
    shorten(format!("{table}_{}_fkey", columns.join("_")))
}

/// `post_title_not_empty_check`
pub fn check_name(table: &str, label: &str) -> String {
    shorten(format!("{table}_{label}_check"))
}

/// A name of at most [`MAX_NAME`] bytes: a longer one becomes its first 54 bytes (fewer where that
/// would split a character), `_` and 8 hexadecimal digits of its hash.
///
/// # Examples
/// ```
/// let long = "a".repeat(70);
/// let short = strobila::schema::shorten(long);
/// assert_eq!(short.len(), 63);
/// ```
pub fn shorten(name: String) -> String {
    if name.len() <= MAX_NAME {
        return name;
    }
    let hash = Sha256::digest(name.as_bytes());
    let mut end = 54;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}_{:02x}{:02x}{:02x}{:02x}", &name[..end], hash[0], hash[1], hash[2], hash[3])
}

/// `wanted`, or `wanted` with the first number from 1 that is not taken, as PostgreSQL does it.
pub fn fresh_name(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(wanted) {
        return wanted.to_owned();
    }
    (1..)
        .map(|number| shorten(format!("{wanted}{number}")))
        .find(|name| !is_taken(name))
        .expect("numbers do not end, names that are taken do")
}
