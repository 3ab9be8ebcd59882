//! Characters that a reader cannot see, or that rustc refuses in a source file.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a reviewer would not see the character, or see the text in another order: controls,
/// bidirectional marks, joiners, separators of lines that are no newline, tags.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The text on one line, with every hidden character in its escaped form.
///
/// # Examples
/// ```
/// assert_eq!(strobila_generator::text::visible("a\nb\u{202e}"), r"a\nb\u{202e}");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_visible(&mut out, c);
    }
    Cow::Owned(out)
}

/// Appends one character, escaped as Rust writes it when it is hidden.
pub(crate) fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_hidden(c) => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// The text for a sentence in Markdown: visible, and without links, tags or code of its own.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '[' | ']' | '<' | '>' | '`' | '\\') {
            out.push('\\');
        }
        push_visible(&mut out, c);
    }
    out
}

/// The text that [`markdown`] made this of, as far as nothing hidden was in it.
pub(crate) fn without_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next) if c == '\\' && matches!(next, '[' | ']' | '<' | '>' | '`' | '\\') => {
                out.push(next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// A name for a Markdown sentence, as code. A backtick in it is shown escaped.
pub(crate) fn code(name: &str) -> String {
    format!("`{}`", visible(name).replace('`', "\\u{60}"))
}
