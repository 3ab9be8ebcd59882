//! Rust literals that hold any text.

use std::fmt::Write as _;

use crate::text::{is_hidden, push_visible};

/// rustc takes at most 255 hashes around a raw string.
const MAX_HASHES: usize = 255;

/// A Rust literal whose value is exactly `text`.
///
/// Plain where nothing needs an escape, raw with counted hashes where a quote, a backslash or a line
/// break stands in it, and escaped where a character is hidden: rustc refuses some of these raw.
pub fn literal(text: &str) -> String {
    if text.contains(|c| is_hidden(c) && c != '\n' && c != '\t') {
        return escaped(text);
    }
    if !text.contains(['"', '\\', '\n', '\t']) {
        return format!("\"{text}\"");
    }
    match hashes(text) {
        count if count <= MAX_HASHES => {
            let hashes = "#".repeat(count);
            format!("r{hashes}\"{text}\"{hashes}")
        }
        _ => escaped(text),
    }
}

/// JSON on lines of its own, as a Rust raw string; hidden characters become JSON escapes, so the
/// text stays readable and means the same.
pub(super) fn json_lines(lines: &[String]) -> String {
    let mut json = String::from("\n");
    for c in lines.iter().flat_map(|line| line.chars().chain(['\n'])) {
        if c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(json, "\\u{unit:04x}");
            }
        } else {
            json.push(c);
        }
    }
    match hashes(&json).max(1) {
        count if count <= MAX_HASHES => {
            let hashes = "#".repeat(count);
            format!("r{hashes}\"{json}\"{hashes}")
        }
        _ => escaped(&json),
    }
}

/// How many hashes a raw string of `text` needs: one more than follow any quote in it.
fn hashes(text: &str) -> usize {
    let after_quote = text.split('"').skip(1).map(|rest| 1 + rest.bytes().take_while(|b| *b == b'#').count());
    after_quote.max().unwrap_or(0)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        push_visible(&mut out, c);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{json_lines, literal};

    fn value(literal: &str) -> String {
        syn::parse_str::<syn::LitStr>(literal).unwrap_or_else(|e| panic!("{literal}: {e}")).value()
    }

    #[test]
    fn every_text_is_the_value_of_its_literal() {
        let many = format!("a\"{}", "#".repeat(300));
        for text in [
            "",
            "plain",
            "it's",
            "say \"hi\"",
            "\"#",
            "\"##\"###",
            "back\\slash",
            "\\",
            "two\nlines",
            "tab\there",
            "cr\rhere",
            "crlf\r\nhere",
            "nul\0here",
            "bidi \u{202e}x\u{2069}",
            "line\u{2028}para\u{2029}",
            "{}",
            "*/ /*",
            "${x}",
            "\u{feff}bom",
            "👨\u{200d}👩",
            "\u{85}\u{7f}",
            "\\u{0}",
            "é",
            &many,
        ] {
            assert_eq!(value(&literal(text)), text, "{}", literal(text));
        }
    }

    #[test]
    fn the_form_is_the_plainest_that_works() {
        assert_eq!(literal("it's"), "\"it's\"");
        assert_eq!(literal("say \"hi\""), "r#\"say \"hi\"\"#");
        assert_eq!(literal("a\"#b"), "r##\"a\"#b\"##");
        assert_eq!(literal("a\\b"), "r\"a\\b\"");
        assert_eq!(literal("a\0\"b"), "\"a\\u{0}\\\"b\"");
    }

    #[test]
    fn json_keeps_its_meaning_when_characters_are_escaped() {
        let text = "a\"#\u{202e}\u{1f600}\u{e0041}\u{7f}";
        let line = serde_json::to_string(text).expect("a text is JSON");
        let lines = value(&json_lines(&[line]));
        assert!(lines.is_char_boundary(0) && !lines.contains('\u{202e}') && !lines.contains('\u{e0041}'));
        assert_eq!(serde_json::from_str::<String>(lines.trim()).expect("still JSON"), text);
    }
}
