//! What differs from run to run, taken out of a transcript.

/// Times and durations as words.
pub(crate) fn settled(text: &str) -> String {
    let mut words = Vec::new();
    for line in text.lines() {
        let mut pieces: Vec<String> = Vec::new();
        for piece in line.split(' ') {
            let is_time = piece.len() == 24 && piece.ends_with('Z') && piece.contains('T');
            if is_time {
                pieces.push("[time]".to_owned());
            } else if (piece == "ms" || piece == "ms)")
                && let Some(before) = pieces.last_mut()
                && before.trim_start_matches('(').parse::<u64>().is_ok()
            {
                let open = if before.starts_with('(') { "(" } else { "" };
                *before = format!("{open}[n]");
                pieces.push(piece.to_owned());
            } else {
                pieces.push(piece.to_owned());
            }
        }
        words.push(pieces.join(" "));
    }
    words.join("\n")
}
