//! URLs of servers.

use std::str::FromStr;

use super::super::{DatabaseError, DatabaseErrorKind};

/// Reads a URL without the parameters that `is_known` does not know: sqlx logs those with their values,
/// which may be secrets. `form` is how a URL is written.
///
/// # Errors
/// None repeats any of the URL: what looks like a host may be half a password.
pub(in super::super) fn parse<Options: FromStr>(
    url: &str,
    form: &str,
    is_known: impl Fn(&str) -> bool,
) -> Result<Options, DatabaseError> {
    let refuse = |message: &str| {
        DatabaseError::new(DatabaseErrorKind::Url, message).with_help(format!(
            "write {form}, with `@`, `/`, `#`, `?` and `%` in the password as %40, %2F, %23, %3F and %25"
        ))
    };
    let (scheme, rest) = url.split_once("://").ok_or_else(|| refuse("the URL cannot be read"))?;
    let after = rest.find(['/', '?', '#']).map_or("", |end| &rest[end..]);
    if after.contains(['@', '#']) {
        return Err(refuse("the URL holds `@` or `#` where neither can stand"));
    }
    let known = match rest.split_once('?') {
        None => url.to_owned(),
        Some((base, query)) => {
            let is_known = |pair: &&str| is_known(pair.split('=').next().unwrap_or_default());
            let query: Vec<&str> = query.split('&').filter(is_known).collect();
            format!("{scheme}://{base}?{}", query.join("&"))
        }
    };
    known.parse().map_err(|_| refuse("the URL cannot be read"))
}
