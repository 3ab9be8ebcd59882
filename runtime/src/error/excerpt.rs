//! The part of a statement that an error is about.

/// Most characters of a line that are shown.
const WIDTH: usize = 160;
/// Most lines that are shown.
const LINES: usize = 12;

/// The statement's line at `position` (characters from 1) with a caret below it, or its beginning
/// when the server told no position. Each line stands behind a bar, after a newline.
pub(super) fn excerpt(statement: &str, position: Option<usize>) -> String {
    match position.and_then(|position| locate(statement, position)) {
        Some((line, column)) => {
            let start = column.saturating_sub(WIDTH / 2);
            let shown: String = line.chars().skip(start).take(WIDTH).map(visible).collect();
            let cut = line.chars().count() > start + WIDTH;
            let (before, after) = (if start > 0 { "…" } else { "" }, if cut { "…" } else { "" });
            let indent = " ".repeat(column - start + before.chars().count());
            format!("\n  | {before}{shown}{after}\n  | {indent}^")
        }
        None => {
            let mut text = String::new();
            for line in statement.lines().take(LINES) {
                let shown: String = line.chars().take(WIDTH).map(visible).collect();
                let after = if line.chars().count() > WIDTH { "…" } else { "" };
                text.push_str(&format!("\n  | {shown}{after}"));
            }
            if statement.lines().count() > LINES {
                text.push_str("\n  | …");
            }
            text
        }
    }
}

/// The line that holds the character at `position`, and its place in the line, from 0.
fn locate(statement: &str, position: usize) -> Option<(&str, usize)> {
    let mut left = position.checked_sub(1)?;
    for line in statement.split('\n') {
        let length = line.chars().count();
        if left <= length {
            return Some((line, left));
        }
        left -= length + 1;
    }
    None
}

/// A control character would move the cursor, so it is shown as a space.
fn visible(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn a_caret_stands_below_the_place() {
        assert_eq!(excerpt("SELECT 1\nFROM näwhere", Some(15)), "\n  | FROM näwhere\n  |      ^");
        assert_eq!(excerpt("SELECT\t1", Some(8)), "\n  | SELECT 1\n  |        ^");
        let long = format!("{}x{}", "a".repeat(300), "b".repeat(300));
        let shown = excerpt(&long, Some(301));
        let (line, caret) = shown.trim_start_matches('\n').split_once('\n').expect("two lines");
        assert_eq!(line.chars().nth(caret.chars().count() - 1), Some('x'));
        assert!(line.starts_with("  | …") && line.ends_with('…'));
    }

    #[test]
    fn without_a_place_the_beginning_is_shown() {
        assert_eq!(excerpt("SELECT 1\n  FROM a", None), "\n  | SELECT 1\n  |   FROM a");
        assert_eq!(excerpt("SELECT 1", Some(900)), "\n  | SELECT 1");
        assert_eq!(excerpt("SELECT 1", Some(0)), "\n  | SELECT 1");
        assert!(excerpt(&"a\n".repeat(50), None).ends_with("\n  | …"));
    }
}
