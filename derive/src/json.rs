//! Writes the small JSON of a description. Keys come from us, values from the user.

use std::fmt::Write;

/// An object that is being written.
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn new() -> Self {
        Object(String::from("{"))
    }

    /// Writes a value that is JSON already.
    pub(crate) fn raw(&mut self, key: &str, json: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        string(&mut self.0, key);
        self.0.push(':');
        self.0.push_str(json);
    }

    /// Writes a text.
    pub(crate) fn text(&mut self, key: &str, text: &str) {
        self.raw(key, &quoted(text));
    }

    /// Writes a text if there is one.
    pub(crate) fn some_text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    /// Writes a number.
    pub(crate) fn number(&mut self, key: &str, number: impl Into<u64>) {
        self.raw(key, &number.into().to_string());
    }

    /// Writes true, or nothing.
    pub(crate) fn flag(&mut self, key: &str, is_set: bool) {
        if is_set {
            self.raw(key, "true");
        }
    }

    /// Writes a list of values that are JSON already; nothing if it is empty.
    pub(crate) fn list(&mut self, key: &str, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().collect();
        if !items.is_empty() {
            self.raw(key, &format!("[{}]", items.join(",")));
        }
    }

    /// The object.
    pub(crate) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    string(&mut out, text);
    out
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // Only these must be escaped; writing to a String cannot fail.
            control if control < ' ' => write!(out, "\\u{:04x}", u32::from(control)).unwrap_or(()),
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::Object;

    #[test]
    fn hostile_texts_are_escaped() {
        let mut object = Object::new();
        object.text("a", "q\" b\\ n\n z\0 ü");
        object.flag("no", false);
        object.list("none", []);
        object.number("n", 3u32);
        assert_eq!(object.finish(), r#"{"a":"q\" b\\ n\u000a z\u0000 ü","n":3}"#);
    }
}
